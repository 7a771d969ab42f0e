import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { RemindersResult } from '../../dev/demo/reminders/report.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TIMEOUT_MS = 600_000;
const SEED = Number(process.env['OUTDIAL_TEST_SEED'] ?? 7);

/** Runs the demo as a person would. */
async function demo(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'dev/demo.ts', ...args], { cwd: ROOT });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, output };
}

it(
  `reminds the patients of a clinic of what holds at that moment, and of nothing else (seed ${SEED})`,
  async () => {
    const { code, output } = await demo([
      'reminders',
      '--appointments',
      '45',
      '--seed',
      String(SEED),
      '--json',
      '--exit',
    ]);
    const last = output.trim().split('\n').at(-1) ?? '';
    expect(last.startsWith('{'), output).toBe(true);
    const result: RemindersResult = JSON.parse(last);
    expect(result.failures, output).toEqual([]);
    expect(result).toMatchObject({ seed: SEED, refused: 3, ledgerDriftMicros: 0 });
    // Each part of the day took place, else it proves nothing.
    for (const change of ['booked', 'moved', 'cancelled', 'edited', 'confirmed', 'skipped']) {
      expect(result.changes[change] ?? 0, change).toBeGreaterThan(0);
    }
    for (const kind of ['confirmed', 'cancelled', 'reschedule_asked', 'answer_unclear', 'moved']) {
      expect(result.events[kind] ?? 0, kind).toBeGreaterThan(0);
    }
    // More than the clinic cancelled by itself: patients did, too.
    expect(result.states['cancelled']).toBeGreaterThan(result.changes['cancelled'] ?? 0);
    expect(result.preview['moved']).toBeGreaterThan(0);
    expect(result.merged).toBeGreaterThan(0);
    expect(result.latenessAtRestart.maxMs).toBeGreaterThan(0);
    expect(result.calls).toBeGreaterThan(5);
    expect(code).toBe(0);
  },
  TIMEOUT_MS,
);
