import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPhoneZones } from '../../data/load-phone-zones.ts';
import { loadPlaces } from '../../data/load-places.ts';
import { loadZones } from '../../data/load-zones.ts';
import { checkFile, type FileCheck } from '../../engine/importing/checking/check-file.ts';
import { EngineError } from '../../engine/error.ts';
import { ImportFailure } from '../../engine/importing/import-failure.ts';
import type { ImportOptions } from '../../engine/importing/import-options.ts';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { bytes, count } from '../print/amounts.ts';
import { bar, liveLines } from '../print/live-lines.ts';
import type { LocalList } from '../remote/import/open-list.ts';

const DRAW_MS = 100;
const READ_BYTES = 256 * 1_024;

interface Kept {
  /** From its beginning, as often as it is asked for. */
  read: () => AsyncIterable<Uint8Array>;
  close: () => Promise<void>;
}

export interface CheckedList extends FileCheck {
  file: string;
  bytes: number;
  options: ImportOptions;
}

/**
 * Reads a list as the server would, in this process. Throws CliError with exit code 3 for a file that nobody could
 * read, or that asks something first.
 */
export async function checkList(
  list: LocalList,
  options: ImportOptions,
  { io, json }: { io: Io; json: boolean },
): Promise<CheckedList> {
  // It is read three times, to know its encoding and columns before its first row; what comes through a pipe is kept meanwhile.
  const { path } = list;
  const kept: Kept =
    path === undefined
      ? await keep(list)
      : { read: () => createReadStream(path, { highWaterMark: READ_BYTES }), close: async () => {} };
  const live = liveLines(io);
  let drawnAtMs = -Infinity;
  let size = list.size ?? 0;
  try {
    const checked = await checkFile({
      read: kept.read,
      options,
      zones: loadZones(),
      zonesOfPhone: loadPhoneZones(),
      places: loadPlaces(),
      nowMs: Date.now(),
      onProgress: (rows, bytesRead) => {
        size = Math.max(size, bytesRead);
        if (json || performance.now() - drawnAtMs < DRAW_MS) return;
        drawnAtMs = performance.now();
        live.show([`Checking  ${bar(bytesRead / size, 30)}  ${count(rows)} rows  ${bytes(bytesRead)}`]);
      },
    });
    return { file: list.name, bytes: size, options, ...checked };
  } catch (error) {
    throw inWords(error);
  } finally {
    live.clear();
    await kept.close();
  }
}

/** Keeps what comes once, in a file that has no name any more: nobody else opens it, and no end leaves it behind. */
async function keep(list: LocalList): Promise<Kept> {
  const folder = await mkdtemp(join(tmpdir(), 'outdial-check-'));
  const file = await open(join(folder, 'list'), 'wx+', 0o600);
  await rm(folder, { recursive: true, force: true });
  for await (const piece of list.bytes) await file.writeFile(piece);
  return {
    read: () => file.createReadStream({ start: 0, autoClose: false, highWaterMark: READ_BYTES }),
    close: () => file.close(),
  };
}

function inWords(error: unknown): unknown {
  const facts = error instanceof ImportFailure ? error.facts : error instanceof EngineError ? error : undefined;
  if (facts === undefined) return error;
  return new CliError(facts.code, facts.message, {
    exitCode: EXIT.missing,
    ...(facts.repair === undefined ? {} : { repair: facts.repair }),
    cause: error,
  });
}
