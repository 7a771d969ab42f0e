/** A server is not on this machine and could not be fetched. The message says what to install; commands exit with 3. */
export class MissingServerError extends Error {
  override name = 'MissingServerError';
  readonly exitCode = 3;
}

/** The folder's servers belong to another process that is alive. */
export class FolderInUseError extends Error {
  override name = 'FolderInUseError';
  readonly exitCode = 1;
}
