import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { FAULT_KINDS } from '../../dev/demo/faults.ts';
import type { DemoResult } from '../../dev/demo/report.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** How long a run takes depends on how many lost answers its seed brings: each waits for the reconciler in real time. */
const TIMEOUT_MS = 1_200_000;
const SEED = Number(process.env['OUTDIAL_TEST_SEED'] ?? randomInt(1, 1_000_000));

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
  `keeps every promise through every fault and SIGKILL of worker, api, Temporal and Redis (seed ${SEED})`,
  async () => {
    const { code, output } = await demo(['--faults', '--contacts', '60', '--seed', String(SEED), '--json', '--exit']);
    const last = output.trim().split('\n').at(-1) ?? '';
    expect(last.startsWith('{'), output).toBe(true);
    const result: DemoResult = JSON.parse(last);
    expect(result.failures, output).toEqual([]);
    expect(result).toMatchObject({
      contacts: 60,
      terminal: 60,
      doubleDials: 0,
      lostContacts: 0,
      ledgerDriftMicros: 0,
      windowBreaches: 0,
      paceBreaches: 0,
      quarantined: 0,
    });
    expect(result.dials).toBeGreaterThan(40);
    expect(FAULT_KINDS.filter((kind) => (result.faultsFired[kind] ?? 0) === 0)).toEqual([]);
    expect([...result.kills].sort()).toEqual(['api', 'redis', 'temporal', 'worker', 'worker']);
    expect(result.parked).toBeLessThanOrEqual(result.mayPark.sendingAtKills + result.mayPark.hitByFault);
    expect(code).toBe(0);
  },
  TIMEOUT_MS,
);
