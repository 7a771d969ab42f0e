import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { mayGo, type MayGo } from '../../domain/trying/may-go.ts';
import type { Channel } from '../../domain/channel.ts';
import { refuseEmptyPurses } from '../campaigns/launch.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { zonesOfKey } from '../planning/zones-of-key.ts';
import { agreementOf, type Agreement } from './agreement.ts';
import type { FilledScript } from './fill-script.ts';
import { judgeTest } from './judge-test.ts';
import { readTest, type ReadTest, type TestDraft } from './read-test.ts';

/** What a test would be. */
export interface TestPreview {
  phone: string;
  step: number;
  channel: Channel;
  zones: string[];
  callerId: string;
  account: string;
  currency: string;
  /** Held while it runs; what is not used goes back. */
  costAtMostMicros: number;
  row: { importId: string; rowNumber: number; name: string | null } | null;
  script: FilledScript;
  consent: Agreement;
  go: MayGo;
  /** Why it would wait or cannot go, as `why` says it of a contact; null = it goes at once. */
  code: string | null;
  message: string | null;
  nextAt: string | null;
  /** A test that could not go out by then is over. */
  endsAt: string;
}

export type TestDeps = Pick<EngineDeps, 'db' | 'readDb' | 'telephonyFor' | 'zones' | 'zonesOfPhone' | 'places' | 'law'>;

/** Says what a test would be, and writes nothing. Throws what `readTest` throws. */
export async function previewTest(deps: TestDeps, draft: TestDraft): Promise<TestPreview> {
  const test = await readTest(deps, draft);
  const [verdict, from] = await Promise.all([wayOf(deps, test, draft.agrees === true), fromOf(deps, test)]);
  const { row } = test;
  const isNow = verdict.go === 'now';
  return {
    phone: `+${test.phone}`,
    step: test.stepIndex,
    channel: test.step.channel,
    zones: [...zonesOfKey(test.zoneKey)],
    ...from,
    costAtMostMicros: test.context.holdMicros,
    row: row && { importId: row.importId, rowNumber: row.rowNumber, name: row.name },
    script: test.script,
    consent: verdict.consent,
    go: verdict.go,
    code: isNow ? null : verdict.code,
    message: isNow ? null : verdict.message,
    nextAt: verdict.nextAtMs === null || isNow ? null : new Date(verdict.nextAtMs).toISOString(),
    endsAt: new Date(test.endsAtMs).toISOString(),
  };
}

export interface Way {
  go: MayGo;
  code: string;
  message: string;
  nextAtMs: number | null;
  consent: Agreement;
}

/** Whether a test may go, and what is in its way: the rules of every contact, then credit. */
export async function wayOf(deps: TestDeps, test: ReadTest, agrees: boolean): Promise<Way> {
  const first = await judgeTest(deps, test);
  const consent = agreementOf(first);
  const judged = agrees && consent.mayBeSaidHere ? await judgeTest(deps, test, consent.wanted) : first;
  const { code, message, nextAtMs } = judged.whole;
  const go = mayGo(judged.whole, test.endsAtMs);
  if (go === 'cannot') return { go, code, message, nextAtMs, consent };
  try {
    // Of a test only the account's purse is asked: its settings have no budget.
    await refuseEmptyPurses(deps.db, { ...test, steps: [test.context] });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { go: 'cannot', code: error.code, message: error.message, nextAtMs: null, consent };
  }
  return { go, code, message, nextAtMs, consent };
}

async function fromOf(
  deps: Pick<EngineDeps, 'db'>,
  { context }: ReadTest,
): Promise<Pick<TestPreview, 'callerId' | 'account' | 'currency'>> {
  const found = await firstRow<Pick<TestPreview, 'callerId' | 'account' | 'currency'>>(
    deps.db,
    sql`select '+' || n.phone as "callerId", a.name as account, a.currency
        from numbers n join provider_accounts a on a.id = n.account_id where n.id = ${context.numberId}`,
  );
  if (!found) throw new Error(`number ${context.numberId} is gone`);
  return found;
}
