import { sql } from 'drizzle-orm';
import { firstRow } from '../../../../db/rows.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { ProviderReadError, type ProviderRecord, type Telephony } from '../../../../engine/ports.ts';
import { reconcile } from '../../../../engine/reconciling/reconcile.ts';
import {
  acceptAll,
  attemptsOf,
  foldAll,
  jump,
  sendAll,
  type AttemptView,
  type Claimed,
} from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign, type Seeded } from '../../../support/seed.ts';
import type { TestDb } from '../../../support/test-db.ts';

export interface Trial {
  test: TestDb;
  deps: EngineDeps;
  seeded: Seeded;
  claimed: Claimed;
  attemptId: string;
  /** What the provider was asked, in order. */
  asked: string[];
  provider: {
    listed: ProviderRecord[];
    known: Map<string, ProviderRecord>;
    /** Which questions the provider fails to answer. */
    away: (question: string) => boolean;
  };
  /** Asks, folds what was learned, and answers the attempt. */
  look: () => Promise<AttemptView>;
  /** Since the gate, by Outdial's clock. */
  sinceGateMs: () => Promise<number>;
}

/** Attempted calls, one unless told otherwise, and a provider that shows what the trial puts into it. */
export async function openTrial(test: TestDb, start: 'SENDING' | 'ACCEPTED', contacts = 1): Promise<Trial> {
  const provider: Trial['provider'] = { listed: [], known: new Map(), away: () => false };
  const asked: string[] = [];
  const guard = (question: string): void => {
    asked.push(question);
    if (provider.away(question)) throw new ProviderReadError('bad gateway', { status: 502, retryable: true });
  };
  const telephony: Telephony = {
    ...scriptedTelephony(),
    listRecent: async ({ cursor, numberRef }) => {
      guard(`list ${numberRef}`);
      // A page holds one record, so that paging is part of every trial.
      const from = Number(cursor ?? 0);
      const more = from + 1 < provider.listed.length;
      return { records: provider.listed.slice(from, from + 1), ...(more ? { nextCursor: String(from + 1) } : {}) };
    },
    read: async (_, ref) => {
      guard(`read ${ref}`);
      return provider.known.get(ref) ?? null;
    },
  };
  const deps: EngineDeps = {
    ...engineOver(test, telephony),
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  };
  const seeded = await seedCampaign(deps, test, { contacts });
  const claimed = await (start === 'SENDING' ? sendAll : acceptAll)(deps, seeded.runId);
  const [attemptId] = claimed.ids;
  if (!attemptId) throw new Error('nobody was claimed');
  return {
    test,
    deps,
    seeded,
    claimed,
    attemptId,
    asked,
    provider,
    look: async () => {
      await reconcile(deps, seeded.accountId);
      await foldAll(deps);
      const [attempt] = await attemptsOf(test, seeded.runId);
      if (!attempt) throw new Error('the attempt is gone');
      return attempt;
    },
    sinceGateMs: async () =>
      (
        await firstRow<{ ms: number }>(
          test.db,
          sql`select (to_ms(outdial_now()) - to_ms(gated_at))::float8 as ms from attempts where id = ${attemptId}`,
        )
      )?.ms ?? 0,
  };
}

export const liveRecord = (attemptId: string | undefined, providerRef = 'call_1'): ProviderRecord => ({
  providerRef,
  channel: 'call',
  ...(attemptId === undefined ? {} : { attemptId }),
});
export const endedRecord = (attemptId: string | undefined, providerRef = 'call_1'): ProviderRecord => ({
  ...liveRecord(attemptId, providerRef),
  ended: { outcome: 'answered', providerReason: 'ok', talkSeconds: 61, transcriptExpected: false },
});

/** Everything that passes between two looks of a reconciler that is due. */
export async function lookUntil(trial: Trial, state: string, stepMs: number, looks: number): Promise<number> {
  for (let i = 0; i < looks; i++) {
    const attempt = await trial.look();
    if (attempt.state === state) return await trial.sinceGateMs();
    await jump(trial.test, stepMs);
  }
  throw new Error(`still not ${state} after ${looks} looks`);
}

/** Queue, ringing and the longest call. */
export async function longestMs(trial: Trial): Promise<number> {
  const longest = await firstRow<{ ms: number }>(
    trial.test.db,
    sql`select (1 + (settings ->> 'ringingTimeoutSeconds')::int + (settings ->> 'maxCallMinutes')::int * 60) * 1000 as ms
        from campaigns where id = ${trial.seeded.campaignId}`,
  );
  return longest?.ms ?? Infinity;
}
