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

/** A server is there and does not come up. The message holds the end of its log. */
export class ServerStartError extends Error {
  override name = 'ServerStartError';
  readonly exitCode = 1;
}
