import pc from 'picocolors';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { Answer } from '../verb.ts';

interface Target {
  io: Io;
  json: boolean;
  /** Somebody else has told the person already. */
  quiet?: boolean;
}

/** Prints a result, as one document or for a person. Returns the exit code. */
export function printAnswer(answer: Answer, { io, json }: Target): number {
  if (json && answer.data !== undefined) io.out(document(answer.data, io));
  else if (!json && answer.text !== undefined && answer.text !== '') io.out(`${answer.text}\n`);
  return answer.exitCode ?? EXIT.done;
}

/**
 * Prints what went wrong: to a person in the words of whoever refused, with the repair; to a program as
 * `{"error": problem}`. An error of ours that nobody foresaw keeps its stack. Returns the exit code.
 */
export function printError(error: unknown, { io, json, quiet = false }: Target): number {
  const known = asCliError(error);
  if (json) {
    const { code, message, repair } = known;
    const problem = known.problem ?? { code, detail: message, ...(repair === undefined ? {} : { repair }) };
    io.out(document({ error: problem }, io));
  }
  if (quiet) return known.exitCode;
  const { red, dim } = pc.createColors(io.errIsTty);
  io.err(`${red('Error:')} ${known.message}\n`);
  // A single one is in the message already.
  const places = fieldErrors(known.problem);
  if (places.length > 1) io.err(places.map((line) => `  ${line}\n`).join(''));
  if (known.repair !== undefined) io.err(`Repair: ${known.repair}\n`);
  const requestId = known.problem?.['requestId'];
  if (typeof requestId === 'string') io.err(dim(`Request ${requestId}, code ${known.code}\n`));
  return known.exitCode;
}

/** A person at a terminal gets it readable; a pipe gets one line. */
const document = (value: unknown, io: Io): string =>
  `${JSON.stringify(value, undefined, io.outIsTty ? 2 : undefined)}\n`;

function asCliError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  // Errors of the local stack carry their own exit code, and their message is meant for people.
  if (error instanceof Error && 'exitCode' in error && isExitCode(error.exitCode)) {
    return new CliError(codeOf(error), error.message, { exitCode: error.exitCode, cause: error });
  }
  return new CliError('unexpected', error instanceof Error ? (error.stack ?? error.message) : String(error), {
    cause: error,
  });
}

const isExitCode = (value: unknown): value is (typeof EXIT)[keyof typeof EXIT] =>
  value === EXIT.failed || value === EXIT.look || value === EXIT.missing;

/** MissingServerError -> missing_server */
const codeOf = (error: Error): string =>
  error.name
    .replace(/Error$/, '')
    .replace(/(?!^)([A-Z])/g, '_$1')
    .toLowerCase();

/** The places that the API found fault with, where it names them. */
function fieldErrors(problem: Readonly<Record<string, unknown>> | undefined): string[] {
  const errors = problem?.['errors'];
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null || !('pointer' in entry) || !('message' in entry)) return [];
    return [`${String(entry.pointer)}: ${String(entry.message)}`];
  });
}
