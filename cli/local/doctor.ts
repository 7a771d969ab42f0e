import { sql } from 'drizzle-orm';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  clientConfig,
  dataFiles,
  doctorEnvironment,
  EnvironmentError,
  givenServers,
  type ReplacedFiles,
} from '../../config/env.ts';
import { loadLaw } from '../../data/load-law.ts';
import { loadZones } from '../../data/load-zones.ts';
import { openDb, type Db } from '../../db/client.ts';
import { runningServers } from '../../dev/servers/running-servers.ts';
import { createSecrets } from '../../engine/accounts/seal.ts';
import { auditLedger } from '../../engine/auditing/audit-ledger.ts';
import { checkAccounts, type AccountChecks } from './doctor/check-accounts.ts';
import { checkApi } from './doctor/check-api.ts';
import { checkLaw } from './doctor/check-law.ts';
import { checkNode, checkZones } from './doctor/check-node.ts';
import { checkInstallation, checkPostgres } from './doctor/check-postgres.ts';
import { checkRedis } from './doctor/check-redis.ts';
import { checkTemporal } from './doctor/check-temporal.ts';
import { checkWork, checkWorkers, untilWorkersKnow } from './doctor/check-work.ts';
import { ok, problem, reasonOf, type Finding } from './doctor/finding.ts';
import { localDatabaseUrl } from './local-database.ts';
import { localSecretKey } from './secret-key.ts';
import { UP_FOLDER } from './servers.ts';

/** Where the parts are; undefined = nobody says so. */
export interface DoctorTargets {
  databaseUrl: string | undefined;
  redisUrl: string | undefined;
  temporalAddress: string | undefined;
  temporalNamespace: string;
  apiUrl: string;
  accounts: AccountChecks;
  /** Rule and zone files of the installation's own. */
  files?: ReplacedFiles;
}

/** Looks at every part, the broken ones too: what one lacks never hides what another one has. */
export async function doctor(): Promise<Finding[]> {
  const targets = await findTargets();
  if (Array.isArray(targets)) return [checkNode(), ...targets];
  return await examine(targets);
}

/** The same over given addresses. */
export async function examine(targets: DoctorTargets): Promise<Finding[]> {
  const missing = (part: string, name: string): Finding =>
    problem(part, `nobody says where it is: ${name} is not set, and "outdial up" runs none`, 'Run "outdial up".');
  const { databaseUrl, redisUrl, temporalAddress, files = {} } = targets;
  const [postgres, redis, temporal] = await Promise.all([
    databaseUrl === undefined
      ? { findings: [missing('postgres', 'DATABASE_URL')], usable: false }
      : checkPostgres(databaseUrl),
    redisUrl === undefined ? [missing('redis', 'REDIS_URL')] : checkRedis(redisUrl),
    temporalAddress === undefined
      ? [missing('temporal', 'TEMPORAL_ADDRESS')]
      : checkTemporal(temporalAddress, targets.temporalNamespace),
  ]);
  const ledger = databaseUrl !== undefined && postgres.usable ? await examineLedger(databaseUrl, targets.accounts) : [];
  // After the ledger, which waits for a worker that has only just started: the api tells what the workers say.
  const api = await checkApi(targets.apiUrl);
  return [
    checkNode(),
    ...postgres.findings,
    ...redis,
    ...temporal,
    api,
    ...ledger,
    ...checkZonesOf(files.zonesFile),
    ...checkLaw(() => loadLaw(files.lawFolder), Date.now()),
  ];
}

function checkZonesOf(file: string | undefined): Finding[] {
  try {
    return checkZones(loadZones(file), Date.now());
  } catch (error) {
    return [problem('zones', reasonOf(error), 'Correct OUTDIAL_ZONES: api and worker do not start.')];
  }
}

async function examineLedger(databaseUrl: string, accounts: AccountChecks): Promise<Finding[]> {
  return await reading(databaseUrl, async (readDb, db) => {
    const parts = [
      () => checkInstallation(databaseUrl),
      () => untilWorkersKnow({ readDb }).then(() => checkWorkers({ readDb })),
      () => checkAccounts({ db, readDb }, accounts),
      () => checkWork({ readDb }),
    ];
    const findings: Finding[] = [];
    for (const part of parts) {
      findings.push(
        ...(await part().catch((error: unknown) => [
          problem('ledger', `cannot be looked at: ${reasonOf(error)}`, 'Look into the log of Postgres.'),
        ])),
      );
    }
    return findings;
  });
}

/** Every invariant of the ledger, over DATABASE_URL or the local stack. Throws CliError `no_database`. */
export async function doctorLedger(databaseUrl?: string): Promise<Finding[]> {
  return await reading(databaseUrl ?? (await localDatabaseUrl()), async (readDb) => {
    // A large ledger takes longer than a request may.
    await readDb.execute(sql`set statement_timeout = 0`);
    const results = await auditLedger({ readDb });
    return results.map(({ name, words, ok: holds, count, ids }): Finding => {
      if (holds) return ok(name, words);
      const repair = 'Stop dialing (outdial stop-all) and look at these before you go on; keep a copy of the database.';
      return { ...problem(name, `violated ${count} times: ${words}`, repair, ids), count };
    });
  });
}

async function reading<T>(url: string, look: (readDb: Db, db: Db) => Promise<T>): Promise<T> {
  const open = (role: 'outdial_read' | 'outdial_app'): Db =>
    openDb({ url, role, maxConnections: 1, applicationName: 'outdial-doctor', onError: () => {} });
  const readDb = open('outdial_read');
  const db = open('outdial_app');
  try {
    return await look(readDb, db);
  } finally {
    await Promise.all([readDb.$client.end(), db.$client.end()]);
  }
}

/** From the environment, else from what `outdial up` runs. Or the findings about an environment that makes no sense. */
async function findTargets(): Promise<DoctorTargets | Finding[]> {
  try {
    const given = givenServers();
    const { temporalNamespace, secretKey, oldSecretKey, publicUrl } = doctorEnvironment();
    const running = await runningServers(UP_FOLDER);
    const sealing = secretKey ?? (given.databaseUrl === undefined ? keyOfStack() : undefined);
    return {
      databaseUrl: given.databaseUrl ?? running.get('postgres')?.address,
      redisUrl: given.redisUrl ?? running.get('redis')?.address,
      temporalAddress: given.temporalAddress ?? running.get('temporal')?.address,
      temporalNamespace,
      apiUrl: clientConfig().apiUrl,
      files: dataFiles(),
      accounts: {
        ...(sealing === undefined ? {} : { open: createSecrets(sealing, oldSecretKey).open }),
        ...(publicUrl === undefined ? {} : { publicUrl }),
      },
    };
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.problems.map((text) => problem('environment', text, 'See .env.example.'));
  }
}

/** Read only: doctor makes nothing. */
function keyOfStack(): Buffer | undefined {
  return existsSync(join(UP_FOLDER, 'secret-key')) ? Buffer.from(localSecretKey(UP_FOLDER), 'base64') : undefined;
}
