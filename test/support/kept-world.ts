import type { StubAnswers } from './stub-api.ts';

const AT = '2026-11-26T13:02:11.000Z';
const uuid = (last: string): string => `01980000-0000-7000-8000-${last.padStart(12, '0')}`;
export const ACCOUNT_ID = uuid('a1');
const NUMBER_ID = uuid('b1');
const CAMPAIGN_ID = uuid('c1');
const page = (items: unknown[]) => ({ items, nextCursor: null });

export const WARNING = {
  code: 'breaker_open',
  words: 'Main is cut off.',
  waits: 'Its calls.',
  works: 'Other accounts.',
  repair: 'Look at the provider.',
};

/** A broken installation, in all its states. */
export const SICK = {
  at: AT,
  dialing: { state: 'nothing_is_dialing', words: 'Nothing is dialing: no worker is alive.', since: AT },
  stopped: null,
  workers: [
    { id: uuid('d1'), host: 'one', seenAt: AT, temporalOk: false, redisOk: true, clockSkewMs: 4, state: 'silent' },
    { id: uuid('d2'), host: 'two', seenAt: AT, temporalOk: true, redisOk: true, clockSkewMs: 9_000, state: 'skewed' },
  ],
  temporal: { ok: false, words: '1 of 2 workers does not reach Temporal.' },
  redis: { ok: true, words: 'Redis answers.' },
  accounts: [
    {
      id: ACCOUNT_ID,
      name: 'Main',
      provider: 'cartesia',
      mode: 'LIVE',
      stoppedAt: null,
      stoppedReason: null,
      breaker: 'open',
      reason: 'key_refused',
      since: AT,
      resumeAt: null,
      balanceMicros: 1_000_000,
      currency: 'USD',
      latencyP50Ms: null,
      latencyP95Ms: null,
      callbacks: 'silent',
      lastCallbackAt: AT,
    },
  ],
  callbacks: { lastAt: AT, lagSeconds: 400, waiting: 3, quarantined: 2 },
  fold: { waiting: 3, oldestSeconds: 90 },
  inFlight: 0,
  answeredPerMinute: 0,
  failuresPerMinute: 0,
  queueAgeSeconds: 300,
  stuck: 2,
  oldestStuckAt: AT,
  pendingMigrations: 1,
  warnings: [WARNING],
};

const ACCOUNT = {
  id: ACCOUNT_ID,
  name: 'Main',
  provider: 'cartesia',
  mode: 'LIVE',
  baseUrl: 'https://api.example.com',
  currency: 'USD',
  callMicrosPerMinute: 74_000,
  smsMicros: 0,
  maxConcurrentCalls: 8,
  providerQueueSeconds: 5,
  maxCallMinutes: 10,
  dailyCapMicros: 50_000_000,
  callbacks: 'polling',
  stoppedAt: null,
  stoppedReason: null,
  breaker: { state: 'open', reason: 'key_refused', resumeAt: null },
  providerBalanceMicros: null,
  providerBalanceAt: null,
  liveCalls: 0,
  paces: [{ channel: 'call', maxCount: 1, windowMs: 1_000 }],
  createdAt: AT,
};

export const BALANCE = {
  owner: 'account',
  id: ACCOUNT_ID,
  name: 'Main',
  currency: 'USD',
  fundedMicros: 100_000_000,
  availableMicros: 9_000_000,
  heldMicros: 370_000,
  freeMicros: 8_630_000,
  spentMicros: 91_000_000,
  spentTodayMicros: 21_000_000,
  dailyCapMicros: 50_000_000,
  providerBalanceMicros: null,
  providerBalanceAt: null,
  forecast: { perHourMicros: 4_000_000, lastsSeconds: 7_800, words: 'lasts about 2 h 10 min at this rate' },
};

const ENTRY = {
  id: 7,
  amountMicros: 370_000,
  kind: 'settle',
  accountId: ACCOUNT_ID,
  campaignId: null,
  from: 'available',
  to: 'spent',
  attemptId: uuid('e1'),
  ofCampaignId: CAMPAIGN_ID,
  ofCampaignName: 'Spring renewals',
  ofProgrammeId: null,
  contactId: 42,
  heldMicros: 500_000,
  releasedMicros: 130_000,
  balanceMicros: 9_000_000,
  note: null,
  createdBy: 'fold',
  createdAt: AT,
};

const SUPPRESSION = {
  id: uuid('f1'),
  phone: '+1••••••0123',
  purpose: 'marketing',
  channel: 'sms',
  source: 'speech',
  list: null,
  evidence: 'No, please stop calling',
  createdBy: 'system',
  createdAt: AT,
  liftedAt: null,
  liftedBy: null,
  liftedReason: null,
};

const STOP_LIST = {
  id: 1,
  name: 'us-national-dnc',
  purpose: '',
  channel: '',
  source: 'national registry',
  asOf: '2026-10-01',
  ageDays: 56,
  stale: true,
  staleRule: 'us-dnc-age',
  fileName: 'dnc.csv',
  sha256: '0',
  state: 'done',
  failure: null,
  rowsRead: 1_000_000,
  rowsRejected: 0,
  numbers: 1_000_000,
  createdBy: 'user:ada@example.com',
  createdAt: AT,
  doneAt: AT,
};

/** One of everything that the pages of upkeep show. */
export const keptWorld = (): StubAnswers => ({
  'GET /v1/system': SICK,
  'GET /v1/accounts': page([ACCOUNT]),
  'GET /v1/ledger/balances': {
    items: [BALANCE, { ...BALANCE, owner: 'campaign', id: CAMPAIGN_ID, name: 'Spring renewals', forecast: null }],
  },
  'GET /v1/ledger/check': { ok: true, purses: 6, differing: [], at: AT },
  'GET /v1/ledger/entries': page([ENTRY]),
  'GET /v1/campaigns': page([]),
  'GET /v1/numbers': page([
    {
      id: NUMBER_ID,
      accountId: ACCOUNT_ID,
      accountName: 'Main',
      providerRef: 'pn_1',
      phone: '+14155550001',
      label: 'Front desk',
      agentRef: 'agent_1',
      agentName: 'Reminder agent',
      status: 'active',
      syncedAt: AT,
    },
  ]),
  'GET /v1/numbers/use': {
    lookedAt: 20_000,
    items: [
      {
        numberId: NUMBER_ID,
        attempts: 1_200,
        failed: 900,
        campaigns: [{ id: CAMPAIGN_ID, programmeId: null, name: 'Spring renewals', state: 'running' }],
      },
    ],
  },
  'GET /v1/orders': page([
    {
      id: uuid('92'),
      accountId: ACCOUNT_ID,
      kind: 'number',
      state: 'unknown',
      request: {},
      result: { message: 'no answer in time' },
      createdBy: 'user:ada@example.com',
      createdAt: AT,
      endedAt: AT,
    },
  ]),
  'GET /v1/suppressions': page([SUPPRESSION]),
  'GET /v1/suppression-lists': { items: [STOP_LIST] },
  'GET /v1/consents/events': page([
    {
      id: uuid('91'),
      phone: '+1••••••0123',
      kind: 'given',
      purpose: '',
      channel: '',
      consentClass: 'written',
      method: 'web_form',
      textShown: null,
      evidence: 'form 12',
      happenedAt: AT,
      expiresAt: null,
      createdBy: 'key:81f4',
      createdAt: AT,
      importId: null,
      rowNumber: null,
    },
  ]),
  'GET /v1/keys': {
    items: [
      {
        id: uuid('71'),
        name: 'Nightly job',
        publicId: '81f4f8ab11be',
        scopes: ['read', 'imports:write'],
        createdAt: AT,
        expiresAt: null,
        lastUsedAt: null,
        revokedAt: null,
      },
    ],
  },
  'GET /v1/users': {
    items: [
      {
        id: uuid('a'),
        email: 'ada@example.com',
        name: 'Ada Example',
        role: 'admin',
        state: 'active',
        linkExpiresAt: null,
        createdBy: 'system',
        createdAt: AT,
        lastSeenAt: AT,
        disabledAt: null,
      },
    ],
  },
  'GET /v1/rules': {
    at: AT,
    files: [{ name: 'us.json', version: '2026-11-25' }],
    zonesRelease: '2026f',
    adopted: [{ at: AT, law: { 'us.json': '2026-11-25' }, zones: '2026f' }],
    current: true,
    calendars: ['us-federal'],
    rules: [
      {
        id: 'us-fl-frequency',
        jurisdiction: 'US-FL',
        from: '2021-07-01',
        inForce: true,
        purposes: ['marketing'],
        channels: ['call', 'sms'],
        caps: [{ count: 3, hours: 24 }],
        confirmed: false,
        source: 'Fla. Stat. 501.616(6)(b)',
      },
    ],
  },
  'GET /v1/templates': {
    items: [{ id: uuid('81'), name: 'missed-you', body: 'Hello {{ name }}', createdAt: AT }],
  },
  'POST /v1/templates/preview': {
    variables: ['name'],
    text: 'Hello [name]',
    problem: null,
    sms: { segments: 1, encoding: 'GSM-7', unicodeCharacters: [] },
  },
  'GET /v1/replies': {
    own: null,
    effective: {
      carrierAnswers: false,
      confirmOptOut: true,
      optOutText: 'You will get no more.',
      confirmOptIn: true,
      optInText: 'You can get texts again.',
      answerHelp: true,
      helpText: 'Reply STOP.',
    },
  },
  'GET /v1/webhook-endpoints': {
    items: [
      {
        id: uuid('61'),
        url: 'https://crm.example.org/outdial',
        kinds: [],
        enabled: false,
        disabledReason: 'It failed for three days.',
        createdBy: 'user:ada@example.com',
        createdAt: AT,
        waiting: 12,
      },
    ],
  },
  'GET /v1/session/others': {
    items: [
      {
        id: '0123456789abcdef',
        createdAt: AT,
        lastSeenAt: AT,
        expiresAt: AT,
        address: '127.0.0.1',
        userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
        isThis: true,
      },
    ],
  },
  'GET /v1/audit': page([
    {
      id: 9,
      at: AT,
      actor: 'user:ada@example.com',
      action: 'campaign.pause',
      subject: `campaign:${CAMPAIGN_ID}`,
      subjectName: 'Spring renewals',
      subjectOf: null,
      reason: 'The line was down',
      details: { waiting: 12 },
    },
  ]),
});
