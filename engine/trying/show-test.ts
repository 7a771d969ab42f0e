import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { AttemptState } from '../../domain/attempt-state.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import type { Channel } from '../../domain/channel.ts';
import type { ContactState } from '../../domain/contact-state.ts';
import type { TranscriptTurn } from '../../domain/fact.ts';
import { sayTest } from '../../domain/trying/say-test.ts';
import { TEST_LIFE_SECONDS } from '../../domain/trying/test-settings.ts';
import { isOpenTest, testState, type TestState } from '../../domain/trying/test-state.ts';
import { findRun, type RunState } from '../campaigns/find-run.ts';
import type { EngineDeps } from '../deps.ts';
import { explainContact } from '../reading/explain.ts';
import { iso } from '../reading/iso.ts';
import { unknownTest } from './find-test.ts';

export interface TestAttempt {
  id: string;
  state: AttemptState;
  outcome: string | null;
  reason: string | null;
  providerReason: string | null;
  sentAt: string | null;
  endedAt: string | null;
  talkSeconds: number | null;
  holdMicros: number;
  costMicros: number | null;
  costPresumed: boolean;
  /** What left, word for word. */
  rendered: { text?: string; variables?: Record<string, string> } | null;
}

/** A test as it stands. */
export interface TestView {
  id: string;
  /** That is tried. */
  campaignId: string;
  step: number;
  channel: Channel;
  phone: string;
  contactId: number;
  state: TestState;
  /** Something is still to come. */
  open: boolean;
  /** What it waits for, or what is in its way, by the code of an explanation; null = nothing. */
  code: string | null;
  message: string;
  nextAt: string | null;
  endsAt: string;
  callerId: string;
  currency: string;
  createdAt: string;
  createdBy: string;
  attempt: TestAttempt | null;
  transcript: { state: string; turns: TranscriptTurn[] | null } | null;
}

interface Row extends Pick<
  TestView,
  'id' | 'phone' | 'contactId' | 'callerId' | 'currency' | 'createdAt' | 'createdBy' | 'attempt' | 'transcript'
> {
  settings: CampaignSettings;
  runState: RunState;
  pausedReason: string | null;
  contactState: ContactState;
  reason: string | null;
  nowMs: number;
}

type ShowDeps = Pick<EngineDeps, 'readDb' | 'zones' | 'law'>;

/** Tests that are looked back at: what somebody tried today, not an archive. */
const SHOWN_TESTS = 20;

/** Nothing is in the way: it waits as each call does, for a moment. */
const SOON: readonly string[] = ['waits_for_plan', 'waits_for_turn', 'in_flight_intent'];

/** One test. Throws EngineError `unknown_test`. */
export async function showTest(deps: ShowDeps, input: { campaignId: string; testId: string }): Promise<TestView> {
  const [row] = await read(deps, input.campaignId, sql`and r.id = ${input.testId}`);
  if (!row) throw unknownTest(input.testId);
  const view = viewOf(row);
  if (view.state !== 'waiting' && view.state !== 'not_sent') return view;
  if (row.runState === 'paused') return { ...view, code: 'account_unusable', message: sentence(row.pausedReason) };
  const { code, message, nextAt } = await explainContact(deps, { contactId: view.contactId });
  return SOON.includes(code) ? { ...view, code } : { ...view, code, message, nextAt };
}

/** The newest tests of a campaign. Throws EngineError `unknown_campaign`. */
export async function listTests(deps: ShowDeps, input: { campaignId: string }): Promise<{ items: TestView[] }> {
  await findRun(deps.readDb, input.campaignId);
  return { items: (await read(deps, input.campaignId, sql``)).map(viewOf) };
}

function viewOf({ settings, runState, pausedReason, contactState, reason, nowMs, ...row }: Row): TestView {
  const [step] = settings.steps;
  if (!step || settings.testOf === undefined || settings.endsAtMs === null) throw new Error(`run ${row.id} is no test`);
  const { endsAtMs, testOf } = settings;
  const state = testState({ contactState, runState, attemptState: row.attempt?.state ?? null, endsAtMs, nowMs });
  const waits =
    state === 'waiting' ? 'It waits for its turn.' : `It was not sent: ${pausedReason ?? reason ?? contactState}.`;
  return {
    ...row,
    ...testOf,
    channel: step.channel,
    state,
    open: isOpenTest(state),
    code: state === 'not_sent' ? (reason ?? contactState) : null,
    message: sayTest(state, step.channel, TEST_LIFE_SECONDS / 60) ?? waits,
    nextAt: null,
    endsAt: new Date(endsAtMs).toISOString(),
  };
}

const sentence = (reason: string | null): string => `Its account cannot be used: ${reason ?? 'no reason is known'}.`;

async function read(deps: Pick<EngineDeps, 'readDb'>, campaignId: string, which: SQL): Promise<Row[]> {
  return await rows(
    deps.readDb,
    sql`select r.id, r.state as "runState", r.paused_reason as "pausedReason", c.settings, c.created_by as "createdBy",
          ${iso(sql`c.created_at`)} as "createdAt", s.contact_id as "contactId", s.state as "contactState", s.reason,
          '+' || k.phone as phone, '+' || n.phone as "callerId", p.currency, to_ms(outdial_now()) as "nowMs", last.attempt, last.transcript
        from runs r join campaigns c on c.id = r.campaign_id join contact_states s on s.run_id = r.id join contacts k on k.id = s.contact_id
          join numbers n on n.id = (c.settings -> 'steps' -> 0 ->> 'numberId')::uuid join provider_accounts p on p.id = n.account_id
          left join lateral (
            select jsonb_build_object('id', a.id, 'state', a.state, 'outcome', a.outcome, 'reason', a.reason,
                'providerReason', a.provider_reason, 'sentAt', ${iso(sql`a.sent_at`)}, 'endedAt', ${iso(sql`a.ended_at`)},
                'talkSeconds', a.talk_seconds, 'holdMicros', a.hold_micros, 'costMicros', a.cost_micros,
                'costPresumed', a.cost_presumed, 'rendered', a.rendered) as attempt,
              (select jsonb_build_object('state', x.state, 'turns', x.turns) from transcripts x where x.attempt_id = a.id) as transcript
            from attempts a where a.contact_id = s.contact_id and a.state not in ('VOID', 'INTENT') order by a.id desc limit 1
          ) last on true
        where r.kind = 'manual' and c.settings -> 'testOf' ->> 'campaignId' = ${campaignId} ${which}
        order by r.id desc limit ${SHOWN_TESTS}`,
  );
}
