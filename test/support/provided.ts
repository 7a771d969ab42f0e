declare module 'vitest' {
  interface ProvidedContext {
    /** Of the maintenance database, as the server's owner. */
    databaseUrl: string;
    /** A migrated database, marked as test, that no one may connect to. */
    templateDatabase: string;
    redisUrl: string;
    temporalAddress: string;
  }
}

export interface Provided {
  databaseUrl: string;
  templateDatabase: string;
  redisUrl: string;
  temporalAddress: string;
}
