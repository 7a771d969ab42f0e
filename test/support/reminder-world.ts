import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import type { EngineDeps } from '../../engine/deps.ts';
import { claim } from '../../engine/dialing/claim.ts';
import { gate } from '../../engine/dialing/gate.ts';
import { giveBackAbandoned } from '../../engine/dialing/give-back.ts';
import { record } from '../../engine/dialing/record.ts';
import { renderAttempt } from '../../engine/dialing/render.ts';
import { loadRun } from '../../engine/dialing/run-context.ts';
import { writeFacts } from '../../engine/folding/inbox.ts';
import { roll } from '../../engine/planning/roll.ts';
import { planStale } from '../../engine/reminders/plans/plan-stale.ts';
import { foldAll, jump, newFact } from './ledger-steps.ts';
import type { TestDb } from './test-db.ts';
import { randomUUID } from 'node:crypto';

export const nowOf = async (test: TestDb): Promise<number> =>
  (await firstRow<{ now: number }>(test.db, sql`select to_ms(outdial_now()) as now`))?.now ?? 0;

/** Sets Outdial's clock; it goes on from there. */
export async function setClock(test: TestDb, toMs: number): Promise<void> {
  await jump(test, Math.round(toMs - (await nowOf(test))));
}

/** A lease is over, as if its sender had died. */
const LEASE_MS = 16_000;

/**
 * The turns of a programme without its workflow, until nothing moves: what is stale is planned, what is due is claimed,
 * passes the gate or not, and is told as sent. Answers the texts that went out. `crash`: a claim is lost before its
 * gate, as with a sender that died.
 */
export async function turnAll(
  deps: EngineDeps,
  test: TestDb,
  { runId, accountId }: { runId: string; accountId: string },
  crash: () => boolean = () => false,
): Promise<string[]> {
  const sent: string[] = [];
  for (let moved = 1; moved > 0;) {
    moved = 0;
    for (let stale = 1; stale > 0; moved += stale) stale = await planStale(deps, runId, 200);
    const run = await loadRun(deps, runId);
    if (!run) throw new Error('no run');
    for (let rolled = 1; rolled > 0;) rolled = await roll(deps, run);
    for (const step of run.steps) {
      if (run.settings.steps[step.index]?.retired) continue;
      const sender = randomUUID();
      const { attempts } = await claim(deps, { run, step, sender, batch: 200 });
      moved += attempts.length;
      if (attempts.length === 0) continue;
      if (crash()) {
        await jump(test, LEASE_MS);
        await giveBackAbandoned(deps);
        continue;
      }
      const settings = run.settings.steps[step.index];
      if (!settings) throw new Error('no such step');
      const rendered = attempts.map((attempt) => ({ attempt, said: renderAttempt(settings, attempt) }));
      const items = rendered.map(({ attempt: { attemptId }, said }) => ({ attemptId, rendered: said.ok ? said : {} }));
      const verdicts = await gate(deps, { sender, items });
      const passed = new Set(verdicts.flatMap(({ attemptId, refusal }) => (refusal === null ? [attemptId] : [])));
      const gone = rendered.filter(({ attempt }) => passed.has(attempt.attemptId));
      sent.push(...gone.map(({ said }) => (said.ok ? (said.text ?? said.variables?.['said'] ?? '') : said.message)));
      await record(
        deps,
        sender,
        gone.map(({ attempt: { attemptId } }) => ({
          attemptId,
          result: { kind: 'accepted', providerRef: `ref_${attemptId}`, startedAtMs: Date.now() },
        })),
      );
      if (step.channel === 'call') {
        const end = (attemptId: string) =>
          newFact(accountId, { kind: 'ended', attemptId, outcome: 'answered', providerReason: 'completed' });
        await writeFacts(
          deps.db,
          gone.map(({ attempt }) => end(attempt.attemptId)),
        );
      }
      await foldAll(deps);
    }
    await giveBackRefused(deps, test);
  }
  return sent;
}

/** What a gate refused waits for its lease; a moment later it is planned by the plan of now. */
async function giveBackRefused(deps: EngineDeps, test: TestDb): Promise<void> {
  const waiting = await rows(test.db, sql`select 1 from attempts where state = 'INTENT' limit 1`);
  if (waiting.length === 0) return;
  await jump(test, LEASE_MS);
  await giveBackAbandoned(deps);
}
