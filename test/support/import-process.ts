/** A process that works on one import and nothing else, to be killed: `<database url> <folder of files> <import id>`. */
import { loadLaw } from '../../data/load-law.ts';
import { loadPhoneZones } from '../../data/load-phone-zones.ts';
import { loadPlaces } from '../../data/load-places.ts';
import { loadZones } from '../../data/load-zones.ts';
import { openDb } from '../../db/client.ts';
import { createDiskFileStore } from '../../engine/files/disk-file-store.ts';
import { runImport } from '../../engine/importing/run-import.ts';

const [url = '', folder = '', importId = ''] = process.argv.slice(2);
const db = openDb({ url, role: 'outdial_app', applicationName: 'import-process' });
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const { outcome } = await runImport(
  {
    db,
    readDb: db,
    log: quiet,
    zones: loadZones(),
    zonesOfPhone: loadPhoneZones(),
    places: loadPlaces(),
    law: loadLaw(),
    files: createDiskFileStore(folder),
  },
  importId,
);
await db.$client.end();
process.stdout.write(outcome);
