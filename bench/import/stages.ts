import { createReadStream } from 'node:fs';
import { parsePhoneNumberWithError } from 'libphonenumber-js/max';
import { loadPhoneZones } from '../../data/load-phone-zones.ts';
import { loadPlaces } from '../../data/load-places.ts';
import { loadZones } from '../../data/load-zones.ts';
import { parsePhone } from '../../domain/phone.ts';
import { CsvReader } from '../../engine/importing/reading/csv-rows.ts';
import type { FileLayout } from '../../engine/importing/mapping/file-layout.ts';
import { ListReader } from '../../engine/importing/checking/list-reader.ts';
import { readPieces } from '../../engine/importing/reading/read-pieces.ts';

export interface StageFigures {
  /** Nanoseconds a row needs on one core. */
  decodeAndParseNs: number;
  checkAndEncodeNs: number;
  phonesPerSecond: number;
  phoneRatioToLibrary: number;
}

/** What the parts of reading cost by themselves, on the first `maxRows` rows of the list. */
export async function measureStages(path: string, layout: FileLayout, maxRows: number): Promise<StageFigures> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const cells: string[] = [];
  const phoneAt = layout.columns.find((column) => column.use === 'phone')?.index ?? 0;
  const decoder = new TextDecoder();
  const csv = new CsvReader(layout.delimiter, layout.quote);
  let rows = 0;
  let parseMs = 0;
  for await (const piece of readPieces(createReadStream(path))) {
    pieces.push(piece);
    const startedAtMs = performance.now();
    const parsed = csv.push(decoder.decode(piece, { stream: true }));
    parseMs += performance.now() - startedAtMs;
    for (const row of parsed) cells.push(row.cells[phoneAt] ?? '');
    rows += parsed.length;
    if (rows >= maxRows) break;
  }
  const reader = new ListReader(
    {
      importId: '00000000-0000-0000-0000-000000000000',
      firstContactId: 0,
      layout,
      options: { defaultCountry: 'US' },
      afterRow: 0,
      editedRows: [],
      nowMs: 0,
      purpose: 'contacts',
    },
    { zones: loadZones(), zonesOfPhone: loadPhoneZones(), places: loadPlaces() },
  );
  const startedAtMs = performance.now();
  for (const piece of pieces) reader.push(piece);
  const wholeMs = performance.now() - startedAtMs;
  return {
    decodeAndParseNs: Math.round((parseMs / rows) * 1e6),
    checkAndEncodeNs: Math.round(((wholeMs - parseMs) / rows) * 1e6),
    ...phones(cells.slice(0, 200_000)),
  };
}

function phones(cells: readonly string[]): Pick<StageFigures, 'phonesPerSecond' | 'phoneRatioToLibrary'> {
  const rate = (read: (cell: string) => unknown): number => {
    const startedAtMs = performance.now();
    for (const cell of cells) read(cell);
    return (cells.length / (performance.now() - startedAtMs)) * 1_000;
  };
  const library = (cell: string): boolean => {
    try {
      return parsePhoneNumberWithError(cell, { defaultCountry: 'US', extract: false }).isValid();
    } catch {
      return false;
    }
  };
  for (const cell of cells.slice(0, 5_000)) library(cell);
  const ours = rate((cell) => parsePhone(cell, 'US'));
  const theirs = rate(library);
  return { phonesPerSecond: Math.round(ours), phoneRatioToLibrary: Number((ours / theirs).toFixed(1)) };
}
