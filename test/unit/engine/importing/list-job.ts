import { loadPhoneZones } from '../../../../data/load-phone-zones.ts';
import { loadPlaces } from '../../../../data/load-places.ts';
import { loadZones } from '../../../../data/load-zones.ts';
import { checkFile, type FileCheck } from '../../../../engine/importing/checking/check-file.ts';
import { findLayout } from '../../../../engine/importing/mapping/file-layout.ts';
import type { ImportOptions } from '../../../../engine/importing/import-options.ts';
import type { ReadJob } from '../../../../engine/importing/checking/list-reader.ts';
import { EncodingWatch } from '../../../../engine/importing/reading/text-encoding.ts';
import { inPieces, memoryFiles } from './memory-files.ts';

export const tables = { zones: loadZones(), zonesOfPhone: loadPhoneZones(), places: loadPlaces() };
export const NOW_MS = Date.UTC(2030, 0, 1);

/** What a reader is told of a list that was uploaded as it stands. */
export async function jobFor(
  content: string | Buffer,
  options: ImportOptions = {},
  more: Partial<ReadJob> = {},
): Promise<ReadJob> {
  const files = memoryFiles();
  const bytes = Buffer.from(content);
  files.stored.set('list', bytes);
  const watch = new EncodingWatch();
  watch.push(bytes);
  const { layout } = await findLayout(
    { files, zones: tables.zones },
    { path: 'list', encoding: watch.result() },
    options,
  );
  return {
    importId: '01890000-0000-7000-8000-00000000000a',
    firstContactId: 16_777_216,
    layout,
    options,
    afterRow: 0,
    editedRows: [],
    nowMs: NOW_MS,
    purpose: 'contacts',
    ...more,
  };
}

export const checkBytes = (
  content: string | Uint8Array,
  options: ImportOptions = {},
  pieceBytes = 4_096,
): Promise<FileCheck> => checkFile({ read: () => inPieces(content, pieceBytes), options, ...tables, nowMs: NOW_MS });
