import { givenServers } from '../../config/env.ts';
import { runningServers } from '../../dev/servers/running-servers.ts';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import { UP_FOLDER } from './servers.ts';

/** Address of the ledger: DATABASE_URL, else the database of `outdial up`. Throws CliError `no_database`. */
export async function localDatabaseUrl(folder = UP_FOLDER): Promise<string> {
  const url = givenServers().databaseUrl ?? (await runningServers(folder)).get('postgres')?.address;
  if (url !== undefined) return url;
  throw new CliError('no_database', 'There is no database: DATABASE_URL is not set, and "outdial up" runs none.', {
    exitCode: EXIT.missing,
    repair: 'Run "outdial up", or set DATABASE_URL.',
  });
}
