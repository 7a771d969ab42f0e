import { EXIT, type ExitCode } from './exit-codes.ts';

/** A command that ends here, in words for a person and, with --json, as a problem for a program. */
export class CliError extends Error {
  override name = 'CliError';
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly repair: string | undefined;
  /** The api's own problem document, where it gave one. */
  readonly problem: Record<string, unknown> | undefined;

  constructor(
    code: string,
    message: string,
    options: { exitCode?: ExitCode; repair?: string; problem?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.exitCode = options.exitCode ?? EXIT.failed;
    this.repair = options.repair;
    this.problem = options.problem;
  }
}

/** A command that makes no sense as it was typed. */
export function usageError(message: string, repair?: string): CliError {
  return new CliError('usage', message, { exitCode: EXIT.look, ...(repair === undefined ? {} : { repair }) });
}
