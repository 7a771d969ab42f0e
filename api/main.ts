import { apiConfig, exitOnBadEnvironment } from '../config/env.ts';
import { createLogger } from '../config/logger.ts';
import { packageVersion } from '../config/package-version.ts';
import { loadLaw } from '../data/load-law.ts';
import { loadPhoneZones } from '../data/load-phone-zones.ts';
import { loadPlaces } from '../data/load-places.ts';
import { loadZones } from '../data/load-zones.ts';
import { openDb } from '../db/client.ts';
import { listenTo } from '../db/listen.ts';
import { LIVE_CHANNEL } from '../db/notify.ts';
import { pendingMigrations } from '../db/pending-migrations.ts';
import { createSecrets } from '../engine/accounts/seal.ts';
import { createTelephonyFor } from '../engine/accounts/telephony-for.ts';
import type { EngineDeps } from '../engine/deps.ts';
import { createDiskFileStore } from '../engine/files/disk-file-store.ts';
import { createInbox } from '../engine/folding/inbox.ts';
import { createTelephonyOf } from '../providers/telephony-of.ts';
import { createApp } from './app.ts';

/** How long requests that are under way may take after a stop was asked for. */
const GRACE_MS = 10_000;

const config = exitOnBadEnvironment(() => apiConfig());
const log = createLogger({ name: 'api', level: config.logLevel });
const onError = (error: Error): void => log.warn({ err: error }, 'a database connection broke');

const db = openDb({
  url: config.databaseUrl,
  role: 'outdial_app',
  maxConnections: 16,
  applicationName: 'outdial-api',
  onError,
});
const readDb = openDb({
  url: config.databaseUrl,
  role: 'outdial_read',
  maxConnections: 8,
  applicationName: 'outdial-api-read',
  onError,
});
const secrets = createSecrets(config.secretKey, config.oldSecretKey);
const telephony = createTelephonyOf({ log });
const engine: EngineDeps = {
  db,
  readDb,
  telephonyFor: createTelephonyFor({ db, secrets, telephonyOf: telephony.telephonyOf }),
  files: createDiskFileStore(config.filesFolder),
  zones: loadZones(config.zonesFile),
  zonesOfPhone: loadPhoneZones(),
  law: loadLaw(config.lawFolder),
  places: loadPlaces(),
  secrets,
  privateWebhooks: config.privateWebhooks,
  log,
};
const app = await createApp(
  {
    engine,
    inbox: createInbox({ db }),
    pendingMigrations: () => pendingMigrations(config.databaseUrl),
    listenLive: (onPayload, onListening) =>
      listenTo({ url: config.databaseUrl, channel: LIVE_CHANNEL, onPayload, onListening, onError }),
    ...(config.publicUrl === undefined ? {} : { publicUrl: config.publicUrl }),
    ...(config.temporalUiUrl === undefined ? {} : { temporalUiUrl: config.temporalUiUrl }),
    version: packageVersion(),
  },
  { logger: log },
);

let stopping = false;
const stop = async (reason: string): Promise<void> => {
  if (stopping) return;
  stopping = true;
  log.info({ reason }, 'stopping');
  // A request that hangs must not keep the process: what it began is in the database or is not.
  const forced = setTimeout(() => process.exit(1), GRACE_MS);
  forced.unref();
  await app.close();
  await Promise.all([db.$client.end(), readDb.$client.end(), telephony.close()]);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal));

try {
  await app.listen({ host: config.host, port: config.port });
} catch (error) {
  const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (!inUse) throw error;
  log.error({}, `port ${config.port} is in use: set OUTDIAL_API_PORT to another, or stop what holds it`);
  process.exitCode = 1;
  await stop('port in use');
}
