import { pino, stdSerializers, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from './config.ts';
import { redact, redactText } from './redact.ts';

/** A logger of JSON lines on standard output; phone numbers and secrets never reach it, in fields, texts or errors. */
export function createLogger(options: { name: string; level: LogLevel }, destination?: DestinationStream): Logger {
  const error = (value: unknown): unknown =>
    redact(value instanceof Error ? stdSerializers.err(withoutParameters(value)) : value);
  return pino(
    {
      name: options.name,
      level: options.level,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) =>
          Object.fromEntries(
            Object.entries(fields).map(([name, value]) => [
              name,
              value instanceof Error ? error(value) : redact(value, name),
            ]),
          ),
      },
      serializers: { err: error, error },
      hooks: {
        logMethod(args, method) {
          // A bare error would become the message as it is.
          const [first, ...rest]: unknown[] = args;
          const whole = first instanceof Error ? [{ err: first }, ...(rest.length > 0 ? rest : [first.message])] : args;
          const clean = whole.map((value: unknown) => (typeof value === 'string' ? redactText(value) : value));
          Reflect.apply(method, this, clean);
        },
      },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
    },
    destination,
  );
}

/** A failed query's own message repeats the statement with every value in it; what Postgres said is its cause. */
function withoutParameters(error: Error): Error {
  return 'query' in error && 'params' in error && error.cause instanceof Error ? error.cause : error;
}
