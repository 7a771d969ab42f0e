/** What every command of `outdial` ends with. Part of its contract: scripts branch on it. */
export const EXIT = { done: 0, failed: 1, look: 2, missing: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The table as `--help` prints it. */
export const EXIT_CODES_HELP = `Exit codes:
  0  done
  1  refused or failed; doctor found problems; a watched campaign was cancelled
  2  done with warnings (rows set aside, doctor only warns); or a command or environment that makes no sense
  3  something is missing: the api does not answer, or a server that has to be installed first;
     check found rows (or a file) that cannot be used`;
