import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { rows } from '../../db/rows.ts';
import type { Fact } from '../../domain/fact.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { auditLedger } from '../../engine/auditing/audit-ledger.ts';
import type { EngineDeps } from '../../engine/deps.ts';
import { claim } from '../../engine/dialing/claim.ts';
import { gate } from '../../engine/dialing/gate.ts';
import { record } from '../../engine/dialing/record.ts';
import { loadRun, type RunContext } from '../../engine/dialing/run-context.ts';
import { fold } from '../../engine/folding/fold.ts';
import { writeFacts, type FactSource, type NewFact } from '../../engine/folding/inbox.ts';
import { planReady } from '../../engine/planning/plan-ready.ts';
import type { Seeded } from './seed.ts';
import type { TestDb } from './test-db.ts';

/** The path of a call, step by step, for trials that stop or break in between. */
export interface Claimed {
  sender: string;
  ids: string[];
}

export async function plannedRun(deps: EngineDeps, runId: string): Promise<RunContext> {
  const run = await loadRun(deps, runId);
  if (!run) throw new Error('no run');
  while ((await planReady(deps, run)) > 0);
  return run;
}

/** INTENTs of one sender: everything of the step that is due and allowed. */
export async function claimAll(deps: EngineDeps, runId: string, step = 0, batch = 500): Promise<Claimed> {
  const run = await plannedRun(deps, runId);
  const context = run.steps[step];
  if (!context) throw new Error(`no step ${step}`);
  const sender = randomUUID();
  const { attempts } = await claim(deps, { run, step: context, sender, batch });
  return { sender, ids: attempts.map(({ attemptId }) => attemptId) };
}

/** What the gate says to each, by attempt; null = passed. */
export async function passGate(deps: EngineDeps, { sender, ids }: Claimed): Promise<Map<string, string | null>> {
  const verdicts = await gate(deps, { sender, items: ids.map((attemptId) => ({ attemptId, rendered: {} })) });
  return new Map(verdicts.map(({ attemptId, refusal }) => [attemptId, refusal]));
}

export async function sendAll(deps: EngineDeps, runId: string, step = 0): Promise<Claimed> {
  const claimed = await claimAll(deps, runId, step);
  await passGate(deps, claimed);
  return claimed;
}

export const refOf = (attemptId: string): string => `ref_${attemptId}`;

/** Attempts in ACCEPTED, their provider ids being refOf(id). */
export async function acceptAll(deps: EngineDeps, runId: string, step = 0): Promise<Claimed> {
  const claimed = await sendAll(deps, runId, step);
  const placed = claimed.ids.map((attemptId) => ({
    attemptId,
    result: { kind: 'accepted' as const, providerRef: refOf(attemptId), startedAtMs: Date.now() },
  }));
  await record(deps, claimed.sender, placed);
  return claimed;
}

let told = 0;
/** A fact with a key of its own. */
export const newFact = (accountId: string, fact: Fact, source: FactSource = 'webhook'): NewFact => ({
  accountId,
  source,
  dedupeKey: `told:${told++}`,
  fact,
});

export async function foldAll(deps: EngineDeps, batch = 500): Promise<void> {
  while ((await fold(deps, batch)).events > 0);
}

/** Tells of the end of every attempt, and folds it. */
export async function endAll(
  deps: EngineDeps,
  { accountId }: Pick<Seeded, 'accountId'>,
  ids: readonly string[],
  outcome: Outcome,
): Promise<void> {
  const end = (attemptId: string) => newFact(accountId, { kind: 'ended', attemptId, outcome, providerReason: outcome });
  await writeFacts(deps.db, ids.map(end));
  await foldAll(deps);
}

/** The numbers of a contact in their order. */
export async function phonesOf(test: TestDb, contactId: number | undefined): Promise<number[]> {
  const found = await rows<{ phone: number }>(
    test.db,
    sql`select phone from (select 0 as place, phone from contacts where id = ${contactId}
          union all select place, phone from contact_phones where contact_id = ${contactId}) n order by place`,
  );
  return found.map(({ phone }) => phone);
}

export interface AttemptView {
  id: string;
  state: string;
  outcome: string | null;
  reason: string | null;
  providerRef: string | null;
  costMicros: number | null;
  costPresumed: boolean;
  contactId: number;
}

export async function attemptsOf(test: TestDb, runId: string): Promise<AttemptView[]> {
  return await rows(
    test.db,
    sql`select id, state, outcome, reason, provider_ref as "providerRef", cost_micros as "costMicros", cost_presumed as "costPresumed",
          contact_id as "contactId"
        from attempts where run_id = ${runId} order by id`,
  );
}

/** How many of a run's contacts or attempts are in which state, as `state` or `state:reason`. */
export async function contactsOf(test: TestDb, { runId }: Pick<Seeded, 'runId'>): Promise<Record<string, number>> {
  const found = await rows<{ state: string; n: number }>(
    test.db,
    sql`select state || coalesce(':' || reason, '') as state, count(*)::int as n from contact_states where run_id = ${runId}
        group by 1 order by 1`,
  );
  return Object.fromEntries(found.map(({ state, n }) => [state, n]));
}

export async function balancesOf(test: TestDb, accountId: string): Promise<Record<string, number>> {
  const found = await rows<{ kind: string; micros: number }>(
    test.db,
    sql`select kind, balance_micros as micros from credit_accounts where account_id = ${accountId} and kind <> 'funding'`,
  );
  return Object.fromEntries(found.map(({ kind, micros }) => [kind, micros]));
}

/** Moves Outdial's clock; everything else in the database stays where it is. */
export async function jump(test: TestDb, ms: number): Promise<void> {
  await test.adminDb.execute(sql`update installation set clock_offset_ms = clock_offset_ms + ${ms}`);
}

/** The laws of the ledger that are broken now. */
export async function offences(test: TestDb): Promise<unknown[]> {
  return (await auditLedger(test)).filter((result) => !result.ok);
}
