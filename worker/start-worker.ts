import type { WorkerConfig } from '../config/config.ts';
import { loadLaw } from '../data/load-law.ts';
import { loadPhoneZones } from '../data/load-phone-zones.ts';
import { loadPlaces } from '../data/load-places.ts';
import { loadZones } from '../data/load-zones.ts';
import { openDb } from '../db/client.ts';
import { listenForWork } from '../db/listen.ts';
import { createSecrets } from '../engine/accounts/seal.ts';
import { createTelephonyFor } from '../engine/accounts/telephony-for.ts';
import type { EngineDeps, Log } from '../engine/deps.ts';
import { createSender } from '../engine/dialing/sender.ts';
import { createDiskFileStore } from '../engine/files/disk-file-store.ts';
import { adoptRules } from '../engine/planning/adopt-rules.ts';
import { createWakes } from '../engine/wakes.ts';
import { createPostEvent } from '../providers/outgoing/post-event.ts';
import { createTelephonyOf } from '../providers/telephony-of.ts';
import { competeForLeadership } from '../relay/leadership.ts';
import { startRelay } from '../relay/relay.ts';
import { startCountingLoop } from './counting-loop.ts';
import { startFoldLoop } from './fold-loop.ts';
import { startReceivedTextsLoop } from './received-texts-loop.ts';
import { startHeartbeat } from './heartbeat.ts';
import { relayTasks } from './relay-tasks.ts';
import { startQueues } from './queues.ts';
import { startTemporalWorker } from './temporal-worker.ts';
import { threadedListReader } from './threaded-list-reader.ts';

/** Any number, the same in every worker. */
const RELAY_LOCK = 7_202_613;

export interface RunningWorker {
  /** Stops taking work, lets begun POSTs be recorded, closes everything. */
  stop: () => Promise<void>;
}

/** The composition root of the worker: constructs every part and hands each what it needs. */
export async function startWorker(config: WorkerConfig, log: Log): Promise<RunningWorker> {
  const db = openDb({
    url: config.databaseUrl,
    role: 'outdial_app',
    maxConnections: 12,
    applicationName: 'outdial-worker',
    onError: (error) => log.warn({ error: error.message }, 'database connection lost'),
  });
  const readDb = openDb({ url: config.databaseUrl, role: 'outdial_read', maxConnections: 2, onError: () => {} });
  const adapters = createTelephonyOf({ log });
  const outgoing = createPostEvent({ allowPrivate: config.privateWebhooks });
  const secrets = createSecrets(config.secretKey, config.oldSecretKey);
  const listReaders = threadedListReader();
  const engine: EngineDeps = {
    db,
    readDb,
    secrets,
    ...(config.publicUrl === undefined ? {} : { publicUrl: config.publicUrl }),
    privateWebhooks: config.privateWebhooks,
    log,
    telephonyFor: createTelephonyFor({ db, secrets, telephonyOf: adapters.telephonyOf }),
    files: createDiskFileStore(config.filesFolder),
    zones: loadZones(config.zonesFile),
    zonesOfPhone: loadPhoneZones(),
    law: loadLaw(config.lawFolder),
    places: loadPlaces(),
    openListReader: listReaders.open,
  };
  if (await adoptRules(engine)) log.info({}, 'rules or zones were replaced: open campaigns are planned anew');
  const wakes = createWakes();
  const sender = createSender(engine);
  const heartbeat = await startHeartbeat({ db, log });
  const foldLoop = startFoldLoop(engine, wakes);
  const countingLoop = startCountingLoop(engine);
  const temporal = startTemporalWorker(
    config,
    { ...engine, wakes, sender, mayDial: heartbeat.mayDial },
    heartbeat.seen,
  );
  const queues = startQueues(config.redisUrl, { ...engine, postEvent: outgoing.postEvent }, heartbeat.seen);
  const leadership = competeForLeadership(config.databaseUrl, RELAY_LOCK, (error) =>
    log.debug({ error: error.message }, 'relay leadership interrupted'),
  );
  const relay = startRelay(relayTasks(engine, queues, temporal), leadership.isLeader, log);
  const receivedTexts = startReceivedTextsLoop(engine, leadership.isLeader);
  const listener = await listenForWork(
    config.databaseUrl,
    (kind, id) => {
      wakes.call(`${kind}:${id}`);
      if (kind !== 'slots' && kind !== 'fold') relay.nudge();
    },
    (error) => log.warn({ error: error.message }, 'wake-ups interrupted; polling goes on'),
  );
  log.info({ sender: sender.id }, 'worker is up');

  return {
    stop: async () => {
      await Promise.all([
        relay.stop(),
        receivedTexts.stop(),
        temporal.stop(),
        queues.stop(),
        leadership.stop(),
        listener.close(),
      ]);
      await sender.drain();
      await foldLoop.stop();
      await countingLoop.stop();
      await heartbeat.stop();
      await Promise.all([adapters.close(), outgoing.close(), listReaders.close()]);
      await Promise.all([db.$client.end(), readDb.$client.end()]);
    },
  };
}
