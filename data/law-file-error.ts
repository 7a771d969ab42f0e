/** Where in which file something is wrong, and what is expected there. */
export interface LawFileProblem {
  file: string;
  /** JSON pointer (RFC 6901); '' = the whole file. */
  pointer: string;
  message: string;
}

/** Every problem of every rule file at once: nothing is dialled by half a law. */
export class LawFileError extends Error {
  override name = 'LawFileError';
  /** Commands end with it, as they do for a bad environment. */
  readonly exitCode = 2;
  readonly problems: readonly LawFileProblem[];

  constructor(problems: readonly LawFileProblem[]) {
    super(
      `The rule files cannot be used:\n${problems
        .map(({ file, pointer, message }) => `  - ${file}${pointer === '' ? '' : `#${pointer}`}: ${message}`)
        .join('\n')}`,
    );
    this.problems = problems;
  }
}

/** A path of keys as a JSON pointer. */
export const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
