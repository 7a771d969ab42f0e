/** A process that carries out one start of a recurring campaign, to be killed: `<database url> <schedule> <instant in ms>`. */
import { openDb } from '../../db/client.ts';
import { startOccurrence } from '../../engine/campaigns/schedules/start-occurrence.ts';
import { scriptedTelephony } from './scripted-telephony.ts';
import { silentLog } from './seed.ts';
import { loadLaw } from '../../data/load-law.ts';
import { loadZones } from '../../data/load-zones.ts';

const [url = '', scheduleId = '', atMs = ''] = process.argv.slice(2);
const db = openDb({ url, role: 'outdial_app', applicationName: 'import-process' });
const telephony = scriptedTelephony();
await startOccurrence(
  { db, telephonyFor: async () => telephony, zones: loadZones(), law: loadLaw(), log: silentLog },
  { scheduleId, scheduledAtMs: Number(atMs), batchRows: 3 },
);
await db.$client.end();
