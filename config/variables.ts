import { z } from 'zod';

const url = (protocols: readonly string[], example: string) =>
  z.string().refine((text) => {
    const parsed = URL.parse(text);
    return parsed !== null && protocols.includes(parsed.protocol) && parsed.hostname !== '';
  }, `is not an address like ${example}`);
const key = z
  .string()
  .regex(/^[A-Za-z0-9+/_-]{43}=?$/, 'is not 32 bytes in base64; make one with: openssl rand -base64 32')
  .transform((text) => Buffer.from(text, 'base64'));
const port = z
  .string()
  .regex(/^\d{1,5}$/, 'is not a port number')
  .transform(Number)
  .refine((number) => number <= 65_535, 'is not a port number: the highest is 65535');
const origin = url(['http:', 'https:'], 'https://dial.example.org').transform((text) => text.replace(/\/+$/, ''));

/** Each variable with its meaning checked alone. Rules over several are in check-together.ts. */
export const VARIABLES = {
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/outdial'),
  REDIS_URL: url(['redis:', 'rediss:'], 'redis://:password@host:6379'),
  TEMPORAL_ADDRESS: z.string().regex(/^[^\s:/]+:\d{1,5}$/, 'is not host:port (without http://), like localhost:7233'),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  OUTDIAL_SECRET_KEY: key,
  OUTDIAL_SECRET_KEY_OLD: key.optional(),
  OUTDIAL_API_HOST: z.string().default('127.0.0.1'),
  OUTDIAL_API_PORT: port.default(3000),
  OUTDIAL_PUBLIC_URL: origin.optional(),
  OUTDIAL_TEMPORAL_UI: origin.optional(),
  OUTDIAL_WEBHOOKS_PRIVATE: z.enum(['0', '1'], 'is neither 0 nor 1').optional(),
  OUTDIAL_LAW: z.string().optional(),
  OUTDIAL_ZONES: z.string().optional(),
  OUTDIAL_FILES: z.string().default('.outdial/files'),
  OUTDIAL_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'], 'is not one of debug, info, warn, error')
    .default('info'),
  OUTDIAL_TASK_QUEUE: z.string().default('outdial'),
  OUTDIAL_API_URL: origin.default('http://127.0.0.1:3000'),
  OUTDIAL_API_KEY: z.string().optional(),
};
export type VariableName = keyof typeof VARIABLES;

/** How to repair a variable that is required and missing. */
export const REPAIRS: Partial<Record<VariableName, string>> = {
  DATABASE_URL: 'set it to your Postgres, or run "outdial up", which brings its own',
  REDIS_URL: 'set it to your Redis or Valkey, or run "outdial up", which brings its own',
  TEMPORAL_ADDRESS: 'set it to host:port of your Temporal, or run "outdial up", which brings its own',
  OUTDIAL_SECRET_KEY: 'make one with: openssl rand -base64 32. Keep it: without it the providers’ keys are lost',
};
