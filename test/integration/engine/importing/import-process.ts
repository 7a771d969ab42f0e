/** A process that runs one import and nothing else, to be killed: `tsx import-process.ts <database url> <file> <import id>`. */
import { createReadStream } from 'node:fs';
import { loadPhoneZones } from '../../../../data/load-phone-zones.ts';
import { loadZones } from '../../../../data/load-zones.ts';
import { openDb } from '../../../../db/client.ts';
import { runImport } from '../../../../engine/importing/run-import.ts';

const [url = '', file = '', importId = ''] = process.argv.slice(2);
const db = openDb({ url, role: 'outdial_app' });
const unused = (): never => {
  throw new Error('not part of an import');
};
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const { outcome } = await runImport(
  {
    db,
    readDb: db,
    log,
    zones: loadZones(),
    zonesOfPhone: loadPhoneZones(),
    files: { read: () => createReadStream(file), write: unused, writeAt: unused, remove: unused },
  },
  importId,
);
await db.$client.end();
process.stdout.write(outcome);
