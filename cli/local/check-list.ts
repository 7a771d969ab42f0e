import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPhoneZones } from '../../data/load-phone-zones.ts';
import { loadZones } from '../../data/load-zones.ts';
import { checkFile, type FileCheck } from '../../engine/importing/check-file.ts';
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
  const kept = list.path === undefined ? await keep(list) : { path: list.path, remove: async () => {} };
  const live = liveLines(io);
  let drawnAtMs = -Infinity;
  let size = list.size ?? 0;
  try {
    const checked = await checkFile({
      read: () => createReadStream(kept.path, { highWaterMark: 256 * 1_024 }),
      options,
      zones: loadZones(),
      zonesOfPhone: loadPhoneZones(),
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
    await kept.remove();
  }
}

async function keep(list: LocalList): Promise<{ path: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'outdial-check-'));
  const path = join(folder, 'list');
  await writeFile(path, list.bytes, { mode: 0o600 });
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
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
