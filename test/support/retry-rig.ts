import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { createSender } from '../../engine/dialing/sender.ts';
import { turn, type TurnAnswer } from '../../engine/dialing/turn.ts';
import type { EngineDeps } from '../../engine/deps.ts';
import { fold } from '../../engine/folding/fold.ts';
import { writeFacts } from '../../engine/folding/inbox.ts';
import type { PlaceResult } from '../../engine/ports.ts';
import { showRetry, type RetryView } from '../../engine/retrying/show-retry.ts';
import { createWakes } from '../../engine/wakes.ts';
import { scriptedTelephony, type ScriptedTelephony } from './scripted-telephony.ts';
import { engineOver, seedCampaign, type Seeded, type SeedOptions } from './seed.ts';
import type { TestDb } from './test-db.ts';

/** A campaign whose calls end as they are told, turned by hand: for trials of what is done with those that failed. */
export interface RetryRig {
  deps: EngineDeps;
  telephony: ScriptedTelephony;
  takeTurn: (runId: string, budgetMs?: number) => Promise<TurnAnswer>;
  /** Ends every accepted attempt, or `atMost` so many, folds and books it. */
  endAll: (
    outcome: Outcome | ((contactId: number) => Outcome),
    providerReason?: string,
    atMost?: number,
  ) => Promise<void>;
  /** A launched campaign of which every contact has failed with the outcome; its one attempt is the last it allows. */
  failed: (contacts: number, outcome?: Outcome, options?: Partial<SeedOptions>) => Promise<Seeded>;
  statesOf: (seeded: Seeded) => Promise<Record<string, number>>;
  /** Past the time in which a start can be taken back. */
  pastUndo: () => Promise<void>;
  jump: (ms: number) => Promise<void>;
  /** The run of a retry that was started. */
  runOf: (retryId: string) => Promise<string>;
  show: (retryId: string) => Promise<RetryView>;
}

/** Builds it over a test database. */
export function retryRig(test: TestDb, answer?: (attemptId: string, to: string) => PlaceResult): RetryRig {
  const telephony = scriptedTelephony(answer);
  const deps = engineOver(test, telephony);
  const sender = createSender(deps);
  const wakes = createWakes();
  const takeTurn = async (runId: string, budgetMs = 400): Promise<TurnAnswer> => {
    const said = await turn({ ...deps, sender, wakes, mayDial: () => true }, { runId, budgetMs, heartbeat: () => {} });
    await sender.drain();
    return said;
  };
  const jump = async (ms: number): Promise<void> =>
    void (await test.adminDb.execute(sql`update installation set clock_offset_ms = clock_offset_ms + ${ms}`));
  const endAll: RetryRig['endAll'] = async (outcome, providerReason, atMost) => {
    const open = await rows<{ id: string; ref: string; accountId: string; contactId: number }>(
      test.db,
      sql`select id, provider_ref as ref, account_id as "accountId", contact_id as "contactId" from attempts where state = 'ACCEPTED'
          order by id limit ${atMost ?? null}`,
    );
    await writeFacts(
      test.db,
      open.map(({ id, ref, accountId, contactId }) => {
        const how = typeof outcome === 'function' ? outcome(contactId) : outcome;
        return {
          accountId,
          source: 'webhook' as const,
          dedupeKey: `call.ended:${ref}:${id}`,
          fact: {
            kind: 'ended' as const,
            providerRef: ref,
            outcome: how,
            providerReason: providerReason ?? how,
            talkSeconds: how === 'answered' ? 30 : 0,
          },
        };
      }),
    );
    while ((await fold(deps)).events > 0);
  };
  return {
    deps,
    telephony,
    takeTurn,
    endAll,
    jump,
    failed: async (contacts, outcome = 'provider_failure', options = {}) => {
      const seeded = await seedCampaign(deps, test, {
        contacts,
        ...options,
        settings: { maxAttempts: 1, ...options.settings },
      });
      while ((await takeTurn(seeded.runId)).kind === 'more');
      await endAll(outcome);
      await takeTurn(seeded.runId);
      telephony.begun.length = 0;
      return seeded;
    },
    statesOf: async ({ runId }) => {
      const found = await rows<{ state: string; n: number }>(
        test.db,
        sql`select state, count(*)::int as n from contact_states where run_id = ${runId} group by 1`,
      );
      return Object.fromEntries(found.map(({ state, n }) => [state, n]));
    },
    pastUndo: () => jump(6_000),
    runOf: async (retryId) => {
      const [found] = await rows<{ runId: string }>(
        test.db,
        sql`select run_id as "runId" from retries where id = ${retryId}`,
      );
      if (!found) throw new Error('no such retry');
      return found.runId;
    },
    show: (retryId) => showRetry(deps, { retryId }),
  };
}
