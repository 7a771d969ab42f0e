import type { StubAnswers } from './stub-api.ts';

/** What a stub answers of an installation where much failed: groups, one cause, a retry under way, review queues. */

const uuid = (n: number): string => `01980000-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const RETRY_ID = uuid(9);
const CAMPAIGN = uuid(1);
const NUMBER = uuid(50);
const AT_MS = Date.now();
const ago = (minutes: number): string => new Date(AT_MS - minutes * 60_000).toISOString();
const list = (items: readonly unknown[]) => ({ items, nextCursor: null });
const many = <Item>(length: number, of: (n: number) => Item): Item[] => Array.from({ length }, (_, at) => of(at + 1));
const spring = { id: CAMPAIGN, name: 'Spring renewals', kind: 'campaign', programmeId: null };

const group = (cause: string, kind: string, words: string, openContacts: number) => ({
  cause,
  class: kind,
  words,
  means: 'What it means.',
  fix: 'What usually helps.',
  attempts: openContacts * 2,
  openContacts,
  share: 0.5,
  firstAt: ago(3_000),
  lastAt: ago(2),
  hours: many(24, (n) => n),
  campaigns: [{ ...spring, openContacts }],
  moreCampaigns: 0,
  codes: [{ code: 'dial_no_answer', attempts: 7 }],
  retryable: kind !== 'never',
  whyNotRetryable: kind === 'never' ? 'Calling these again changes nothing.' : null,
  snooze: null,
  assignments: [],
});
const noAnswer = group('no_answer', 'retry', 'No answer', 1_862);

const contact = (contactId: number) => ({
  contactId,
  campaignId: CAMPAIGN,
  campaignName: spring.name,
  name: `Person ${contactId}`,
  phone: `+1••••••${String(contactId).padStart(4, '0')}`,
  externalId: `SPR-${contactId}`,
  state: 'exhausted',
  cause: 'no_answer',
  attemptId: uuid(1_000 + contactId),
  attempts: 3,
  endedAt: ago(contactId),
  providerReason: 'dial_no_answer',
  numberId: NUMBER,
  resolution: null,
});

const detail = {
  at: ago(0),
  group: noAnswer,
  breakdown: {
    numbers: [{ numberId: NUMBER, phone: '+14155550001', label: 'Demo', attempts: 4_500 }],
    prefixes: [{ prefix: '1212', place: 'New York', attempts: 2_901 }],
    countries: [{ country: 'US', name: 'United States', attempts: 4_500 }],
    codes: [{ code: 'dial_no_answer', attempts: 4_000 }],
    hours: [{ hour: ago(120).slice(0, 13), attempts: 90 }],
  },
  insights: [
    {
      words: '94 % of these failed from +1 415 555 0001, which made 41 % of all dials.',
      dimension: 'number',
      value: NUMBER,
    },
  ],
  samples: [
    { ...contact(1), events: [{ id: 1, source: 'webhook', receivedAt: ago(1), raw: { code: 480 }, fact: {} }] },
  ],
};

const retryOf = (state: string) => ({
  id: RETRY_ID,
  name: 'No answer',
  reason: 'The line was down',
  campaignId: CAMPAIGN,
  campaignName: spring.name,
  campaignState: 'running',
  state,
  pausedReason: null,
  blockedReason: null,
  plannedAt: ago(1),
  plannedBy: 'user:ada@example.com',
  startedAt: state === 'planned' ? null : ago(1),
  startedBy: state === 'planned' ? null : 'user:ada@example.com',
  startsAt: state === 'planned' ? null : ago(1),
  endedAt: state === 'aborted' ? ago(0) : null,
  filter: { campaignId: CAMPAIGN, causes: ['no_answer'], country: 'US' },
  options: { pacePerSecond: 0.8 },
  plan: {
    matches: 1_861,
    willDial: 1_692,
    outsideHours: 120,
    nextWindowAt: ago(-120),
    exclusions: [
      { reason: 'opted_out', words: 'said no since', count: 160, since: 0 },
      { reason: 'changed_since', words: 'moved on since the plan was made', count: 20, since: 11 },
    ],
    costAtMostMicros: 486_200_000,
    currency: 'USD',
    durationSeconds: 2_100,
  },
  members: { planned: 0, queued: 640, waiting: 121, inFlight: 12, done: 908, givenBack: 0, excluded: 180 },
  canary: { count: 20, stopAbovePercent: 30, state: 'passed', open: 0, done: 20, failed: 4, overridden: null },
  spentMicros: 120_400_000,
  sendsPerSecond: 0.8,
  at: ago(0),
});
const member = (n: number) => ({
  contactId: n,
  name: `Person ${n}`,
  phone: `+1••••••${String(n).padStart(4, '0')}`,
  externalId: null,
  status: n % 2 === 0 ? 'dialled' : 'excluded',
  exclusion: n % 2 === 0 ? null : 'opted_out',
  exclusionWords: n % 2 === 0 ? null : 'said no since',
  isCanary: n === 2,
  before: 'no_answer',
  result: n % 2 === 0 ? 'answered' : null,
  state: 'reached',
});
const result = (after: string, afterWords: string, failed: boolean, count: number) => ({
  before: 'no_answer',
  beforeWords: 'No answer',
  after,
  afterWords,
  failed,
  count,
});

const counts = { parked: 1, doubtfulOptOuts: 1, unclearAnswers: 0, unknownZones: 412, noConsent: 0 };
const parked = {
  id: uuid(400),
  campaignId: CAMPAIGN,
  contactId: 1,
  accountId: uuid(2),
  numberId: NUMBER,
  step: 0,
  ordinal: 1,
  channel: 'call',
  phone: '+1••••••3000',
  state: 'PARKED',
  reason: 'answer_lost',
  outcome: null,
  providerRef: 'call_1',
  providerReason: null,
  talkSeconds: null,
  holdMicros: 370_000,
  costMicros: null,
  costPresumed: true,
  createdAt: ago(50),
  sentAt: ago(50),
  acceptedAt: null,
  endedAt: null,
  disposedAt: null,
  assignment: null,
};
const optOut = {
  id: uuid(201),
  kind: 'opt_out',
  phone: '+1••••••1001',
  evidence: 'stop it already please',
  attemptId: null,
  suppressionId: uuid(301),
  appointments: [],
  state: 'open',
  createdAt: ago(7),
  decidedAt: null,
  decidedBy: null,
  decidedReason: null,
  assignment: null,
};

/** The one review, and a newer one. */
export const reviewsWith = (words: string) => list([{ ...optOut, id: uuid(202), evidence: words }, optOut]);

const PEOPLE = [
  { id: '01980000-0000-7000-8000-00000000000a', name: 'Ada Example', email: 'ada@example.com', role: 'admin' },
  { id: uuid(301), name: 'Bo Sample', email: 'bo@example.com', role: 'operator' },
];

/** Groups of which this person looks after the first; for `GET /v1/failures`. */
export const lookedAfter = (person: { id: string; name: string }, disabled: boolean, note: string | null) => {
  const user = { ...person, email: `${person.name}@example.com`, disabled };
  const of = { cause: 'no_answer', campaignId: null, campaignName: null };
  const assignments = [{ id: uuid(401), user, note, by: 'user:ada@example.com', at: ago(12), ...of }];
  return {
    groups: {
      at: ago(0),
      items: [{ ...noAnswer, assignments }, group('busy', 'retry', 'Busy', 311)],
      snoozed: 0,
      totals: { attempts: 31_204, failed: 9_431 },
      stuck: { count: 0, oldestAt: null },
    },
    detail: { ...detail, group: { ...noAnswer, assignments } },
  };
};

/** A cause that two campaigns have; the plan of the second one comes out as `second` says. */
export function ofTwoCampaigns(second: () => unknown = () => retryOf('planned')): StubAnswers {
  const autumn = { id: uuid(2), name: 'Autumn offers', kind: 'campaign', programmeId: null };
  const both = [
    { ...spring, openContacts: 1_200 },
    { ...autumn, openContacts: 662 },
  ];
  const planOf = (body: unknown): unknown => {
    const isSecond = JSON.stringify(body).includes(autumn.id);
    const id = uuid(isSecond ? 902 : 901);
    const made = isSecond ? second() : retryOf('planned');
    return typeof made === 'object' && made !== null ? { ...made, id } : made;
  };
  const started = { state: 'running', startsAt: new Date(AT_MS + 60_000).toISOString() };
  return {
    'GET /v1/failures': {
      at: ago(0),
      items: [{ ...noAnswer, campaigns: both }],
      snoozed: 0,
      totals: { attempts: 31_204, failed: 9_431 },
      stuck: { count: 0, oldestAt: null },
    },
    'POST /v1/retries/plan': planOf,
    [`POST /v1/retries/${uuid(901)}/start`]: started,
    [`POST /v1/retries/${uuid(902)}/start`]: started,
    [`POST /v1/retries/${uuid(901)}/abort`]: {
      state: 'aborted',
      givenBack: 1_692,
      inFlight: 0,
      mayStillBegin: 0,
      lastCanEndAt: null,
    },
    [`POST /v1/retries/${uuid(902)}/abort`]: {
      state: 'aborted',
      givenBack: 1_692,
      inFlight: 0,
      mayStillBegin: 0,
      lastCanEndAt: null,
    },
  };
}

/** For startStubApi; each call begins anew. */
export function failedWorld(): StubAnswers {
  let state = 'planned';
  const flight = { inFlight: 12, mayStillBegin: 0, lastCanEndAt: null };
  return {
    'GET /v1/failures': {
      at: ago(0),
      items: [noAnswer, group('busy', 'retry', 'Busy', 311), group('bad_number', 'never', 'Number does not exist', 41)],
      snoozed: 0,
      totals: { attempts: 31_204, failed: 9_431 },
      stuck: { count: 12, oldestAt: ago(22) },
    },
    'GET /v1/failures/no_answer': detail,
    'GET /v1/failures/no_answer/contacts': list(many(40, contact)),
    'GET /v1/failures/resolutions': list([]),
    'GET /v1/assignees': { items: PEOPLE },
    'POST /v1/failures/assign': { assignmentId: uuid(401), already: false },
    'POST /v1/reviews/assign': { assigned: 1, already: 0, decided: 0 },
    'GET /v1/numbers': { items: [] },
    'POST /v1/retries/plan': () => retryOf('planned'),
    'GET /v1/retries': () => list([retryOf('running')]),
    [`GET /v1/retries/${RETRY_ID}`]: () => retryOf(state === 'planned' ? 'running' : state),
    [`POST /v1/retries/${RETRY_ID}/start`]: () => {
      state = 'running';
      return { state, startsAt: ago(0) };
    },
    [`POST /v1/retries/${RETRY_ID}/abort`]: () => {
      state = 'aborted';
      return { state, givenBack: 761, ...flight };
    },
    [`GET /v1/retries/${RETRY_ID}/results`]: {
      items: [result('answered', 'Answered', false, 532), result('no_answer', 'No answer', true, 376)],
    },
    [`GET /v1/retries/${RETRY_ID}/members`]: list(many(30, member)),
    'GET /v1/queues': { at: ago(0), total: 414, totals: counts, campaigns: [{ ...spring, counts, links: {} }] },
    'GET /v1/attempts': list([parked]),
    'GET /v1/reviews': list([optOut]),
    [`POST /v1/reviews/${optOut.id}/confirm`]: {
      reviewId: optOut.id,
      state: 'confirmed',
      already: false,
      contactsReady: 0,
    },
    [`GET /v1/campaigns/${CAMPAIGN}/review/zones`]: {
      campaignId: CAMPAIGN,
      runState: 'running',
      contacts: 412,
      groups: [
        {
          prefix: '1800',
          numbers: 412,
          why: { toll_free: 412 },
          examples: [{ contactId: 7, phone: '+1••••••0100', name: null }],
          assignment: null,
        },
      ],
    },
  };
}
