import { loadLaw } from '../../data/load-law.ts';
import { loadPhoneZones } from '../../data/load-phone-zones.ts';
import { loadPlaces } from '../../data/load-places.ts';
import { loadZones } from '../../data/load-zones.ts';
import { openDb } from '../../db/client.ts';
import { createDiskFileStore } from '../../engine/files/disk-file-store.ts';
import { runImport } from '../../engine/importing/run-import.ts';
import { threadedListReader } from '../../worker/threaded-list-reader.ts';
import { figuresOf } from '../process-figures.ts';

/** The importing process of the bench: what the worker has for an import, and nothing else. */
const [databaseUrl = '', filesFolder = '', importId = ''] = process.argv.slice(2);
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const db = openDb({ url: databaseUrl, role: 'outdial_app', maxConnections: 6 });
const readers = threadedListReader();
console.log('ready');
const startedAtMs = performance.now();
const { outcome } = await runImport(
  {
    db,
    readDb: db,
    files: createDiskFileStore(filesFolder),
    zones: loadZones(),
    zonesOfPhone: loadPhoneZones(),
    places: loadPlaces(),
    law: loadLaw(),
    openListReader: readers.open,
    log: quiet,
  },
  importId,
);
const wallMs = performance.now() - startedAtMs;
await readers.close();
await db.$client.end();
console.log(JSON.stringify({ outcome, wallMs, ...figuresOf(process.pid) }));
