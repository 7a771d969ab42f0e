import type { z } from 'zod';
import type { campaignDetail, progress as progressSchema } from '../../api/schemas/campaigns.ts';
import type { charts as chartsSchema } from '../../api/schemas/charts.ts';
import type { contact as contactSchema } from '../../api/schemas/contacts.ts';
import type { StubAnswers } from './stub-api.ts';

/** What a stub answers of one campaign that has run for a while: its page, its charts, its people. */

export const CAMPAIGN_ID = '01980000-0000-7000-8000-000000000777';
const UUID = '01980000-0000-7000-8000-000000000778';
const STRETCH_MS = 300_000;
/** The first stretch of the charts; on a whole five minutes. */
export const CHARTS_FROM_MS = Date.parse('2026-11-26T13:00:00.000Z');
const at = (stretches: number): string => new Date(CHARTS_FROM_MS + stretches * STRETCH_MS).toISOString();

type State = z.output<typeof progressSchema>['state'];

const detail = (state: State): z.output<typeof campaignDetail> => ({
  id: CAMPAIGN_ID,
  runId: CAMPAIGN_ID,
  name: 'Spring',
  state,
  contacts: 100,
  contactsDone: 60,
  pausedReason: null,
  pausedBy: state === 'paused' ? 'user:ada@example.com' : null,
  pausedAt: state === 'paused' ? at(12) : null,
  blockedReason: null,
  createdBy: 'user:ada@example.com',
  createdAt: at(0),
  launchedAt: at(0),
  endedAt: null,
  channels: ['call'],
  byState: { waiting: 40, reached: 60 },
  spentMicros: 6_000_000,
  budgetMicros: 10_000_000,
  currency: 'USD',
  settings: {
    steps: [{ channel: 'call', accountId: UUID, numberId: UUID, agentRef: 'agent' }],
    purpose: 'informational',
    hours: { weekly: { mon: [['09:00', '18:00']] }, blackoutDates: [], skipFederalHolidays: false },
    startsAt: null,
    endsAt: null,
    leftovers: 'expire',
    expiresAfterSeconds: 86_400,
    pacePerSecond: 1,
    maxConcurrent: 10,
    maxAttempts: 3,
    waitSeconds: {},
    budgetMicros: 10_000_000,
    dailyCapMicros: null,
    ringingTimeoutSeconds: 30,
    maxCallMinutes: 5,
    personCaps: [],
  },
  imports: [],
});

const progress = (state: State): z.output<typeof progressSchema> => ({
  campaignId: CAMPAIGN_ID,
  runId: CAMPAIGN_ID,
  name: 'Spring',
  state,
  contacts: { total: 100, done: 60, byState: { waiting: 40, reached: 60 } },
  attempts: { total: 90, byState: { ACCEPTED: 2, DISPOSED: 88 } },
  outcomes: { answered: 60, no_answer: 20, busy: 8 },
  spentMicros: 6_000_000,
  presumedMicros: 0,
  heldMicros: 2_000_000,
  currency: 'USD',
  sendsPerSecond: 0.5,
  answeredPerMinute: 3.6,
  failuresPerMinute: 1.4,
  ratesOverSeconds: 300,
  nextDueAt: at(12),
  replanning: null,
  pausedReason: null,
  pausedBy: state === 'paused' ? 'user:ada@example.com' : null,
  pausedAt: state === 'paused' ? at(12) : null,
  blockedReason: null,
  stopped: false,
  lastTurnAt: at(12),
  at: at(12),
});

const STRETCHES = Array.from({ length: 12 }, (_, stretch) => stretch);

const charts: z.output<typeof chartsSchema> = {
  campaignId: CAMPAIGN_ID,
  from: at(0),
  to: at(12),
  zone: 'Europe/Berlin',
  bucketSeconds: STRETCH_MS / 1_000,
  outcomeNames: ['answered', 'no_answer', 'busy', 'voicemail', 'not_connected', 'bad_number', 'call_rejected'],
  outcomes: STRETCHES.map((stretch) => ({
    at: at(stretch),
    ended: 13 + stretch,
    byOutcome: { answered: 5 + stretch, no_answer: 3, busy: 2, voicemail: 1, bad_number: 1, call_rejected: 1 },
  })),
  failures: [
    { cause: 'no_answer', words: 'No answer', attempts: 36, share: 0.5 },
    {
      cause: 'provider_unavailable',
      words: 'The provider was not available for a long while',
      attempts: 36,
      share: 0.5,
    },
  ],
  answerRateByHour: Array.from({ length: 24 }, (_, hour) => ({
    hour,
    ended: hour === 14 ? 222 : 0,
    answered: hour === 14 ? 126 : 0,
    rate: hour === 14 ? 126 / 222 : null,
  })),
  spend: STRETCHES.map((stretch) => ({ at: at(stretch), spentMicros: 500_000 * (stretch + 1) })),
  spentMicros: 6_000_000,
  presumedMicros: 0,
  heldMicros: 2_000_000,
  budgetMicros: 10_000_000,
  currency: 'USD',
  at: at(12),
};

const contact = (id: number): z.output<typeof contactSchema> => ({
  id,
  campaignId: CAMPAIGN_ID,
  importId: UUID,
  rowNumber: id,
  phone: '+1••••••1000',
  name: `Person ${id}`,
  externalId: null,
  zones: ['America/Chicago'],
  state: 'reached',
  reason: null,
  step: 0,
  attemptsMade: 1,
  lastOutcome: 'answered',
  changedAt: at(3),
  nextAttemptAt: null,
});

/** The answers, for a campaign that stands like that; they may be changed one by one. */
export function campaignPage(state: State): StubAnswers {
  const own = `GET /v1/campaigns/${CAMPAIGN_ID}`;
  return {
    [own]: () => detail(state),
    [`${own}/progress`]: () => progress(state),
    [`${own}/charts`]: charts,
    [`${own}/contacts`]: { items: [1, 2, 3].map(contact), nextCursor: null },
    [`${own}/explain`]: {
      campaignId: CAMPAIGN_ID,
      name: 'Spring',
      programme: null,
      at: at(12),
      blocks: [],
      contacts: 100,
      reasons: [],
    },
    'GET /v1/retries': { items: [], nextCursor: null },
    'GET /v1/stuck': { count: 0, oldestAt: null, policy: {}, items: [], nextCursor: null },
    'GET /v1/failures': {
      at: at(12),
      items: [],
      snoozed: 0,
      totals: { attempts: 90, failed: 28 },
      stuck: { count: 0, oldestAt: null },
    },
  };
}
