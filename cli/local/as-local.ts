import { hostname, userInfo } from 'node:os';
import type { Db } from '../../db/client.ts';
import { CliError } from '../cli-error.ts';
import { localDatabaseUrl } from './local-database.ts';

/** As the audit trail names whoever works on the database itself. */
export const localActor = (): string => `local:${userInfo().username}@${hostname()}`;

/**
 * Works straight on the database. Whoever can open it may do anything in it already: this only spares them the SQL.
 * `failure` says what was not done. Throws CliError.
 */
export async function asLocal<T>(
  failure: { code: string; words: string },
  work: (deps: { db: Db }, actor: string) => Promise<T>,
): Promise<T> {
  const { openDb } = await import('../../db/client.ts');
  const url = await localDatabaseUrl();
  const db = openDb({ url, role: 'outdial_app', maxConnections: 1, applicationName: 'outdial-cli', onError: () => {} });
  try {
    return await work({ db }, localActor());
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(failure.code, `${failure.words}: ${reasonOf(error)}`, {
      repair: 'Is the database there, and migrated? See: outdial doctor',
      cause: error,
    });
  } finally {
    await db.$client.end();
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return String(cause);
  return cause.message || ('code' in cause ? String(cause.code) : cause.name);
}
