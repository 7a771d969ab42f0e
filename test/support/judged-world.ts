import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import type { CallingHours } from '../../domain/calling-hours.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { startAccount, stopAccount } from '../../engine/accounts/stop-account.ts';
import { startAll, stopAll } from '../../engine/accounts/stop-all.ts';
import { pauseCampaign } from '../../engine/campaigns/pause.ts';
import { resumeCampaign } from '../../engine/campaigns/resume.ts';
import { updateSettings } from '../../engine/campaigns/update-settings.ts';
import type { EngineDeps } from '../../engine/deps.ts';
import type { GateRefusal } from '../../engine/dialing/gate.ts';
import { giveBack } from '../../engine/dialing/give-back.ts';
import { record } from '../../engine/dialing/record.ts';
import { loadRun } from '../../engine/dialing/run-context.ts';
import { roll } from '../../engine/planning/roll.ts';
import { readNowMs } from '../../engine/read-now.ts';
import { claimAll, endAll, jump, passGate, refOf, type Claimed } from './ledger-steps.ts';
import { ALWAYS, joinPeople, seedCampaign, type Seeded } from './seed.ts';
import type { TestDb } from './test-db.ts';

/** Numbers in [0, 1) that a seed repeats. */
export type Random = () => number;

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const NINE_TO_NINE: [string, string][] = [['09:00', '21:00']];
const DAYTIME: CallingHours = {
  ...ALWAYS,
  weekly: {
    mon: NINE_TO_NINE,
    tue: NINE_TO_NINE,
    wed: NINE_TO_NINE,
    thu: NINE_TO_NINE,
    fri: NINE_TO_NINE,
    sat: NINE_TO_NINE,
  },
};
const PLACES = [
  ['America/New_York', 'US-NY'],
  ['America/New_York', 'US-ME'],
  ['America/Chicago,America/New_York', 'US-FL'],
  ['America/Denver', 'US-CO,US-UT'],
  ['America/Los_Angeles', ''],
  ['Europe/London', 'GB'],
] as const;
const OUTCOMES: readonly Outcome[] = ['no_answer', 'busy', 'voicemail', 'answered', 'not_connected'];

/** Campaigns of every purpose over people of many places, some of whom are on two lists. */
export async function openWorld(deps: EngineDeps, test: TestDb, contacts: number): Promise<Seeded[]> {
  const each = Math.ceil(contacts / 4);
  const common = { contacts: each, topUpMicros: 1_000_000_000_000, maxConcurrentCalls: 1_000_000 };
  const settings = { maxConcurrent: 10_000, maxAttempts: 10, expiresAfterSeconds: 14 * 86_400 };
  const worlds = [
    await seedCampaign(deps, test, {
      ...common,
      settings: { ...settings, purpose: 'emergency', personCaps: [{ count: 2, hours: 24 }] },
    }),
    await seedCampaign(deps, test, {
      ...common,
      settings: {
        ...settings,
        purpose: 'informational',
        hours: DAYTIME,
        personCaps: [
          { count: 3, hours: 24 },
          { count: 4, hours: 72 },
        ],
      },
    }),
    await seedCampaign(deps, test, {
      ...common,
      settings: { ...settings, purpose: 'marketing', hours: DAYTIME, personCaps: [{ count: 6, hours: 24 }] },
    }),
    await seedCampaign(deps, test, {
      ...common,
      morePhones: 1,
      settings: { ...settings, purpose: 'informational', leftovers: 'roll', personCaps: [{ count: 1, hours: 6 }] },
    }),
  ];
  const [zones, places] = [PLACES.map(([zone]) => zone), PLACES.map(([, place]) => place)];
  await test.adminDb.execute(sql`
    update contacts set zone_key = (${sql.param(zones)}::text[])[1 + id % ${PLACES.length}],
      place_key = (${sql.param(places)}::text[])[1 + id % ${PLACES.length}]`);
  await test.adminDb.execute(sql`
    insert into consent_events (phone, kind, purpose, channel, consent_class, method, happened_at, expires_at, created_by)
    select phone, 'given', case when id % 3 = 0 then 'marketing' else '' end, case when id % 5 = 0 then 'call' else '' end,
      case when id % 11 = 0 then 'express' else 'written' end, 'web_form', outdial_now() - interval '30 days',
      case when id % 7 = 0 then outdial_now() + interval '2 days' end, 'test'
    from contacts where id % 9 <> 0`);
  const [first, second] = worlds;
  // Every eighth person is on two lists, under two numbers.
  const some = (seeded: Seeded | undefined): number[] =>
    (seeded?.contactIds ?? []).filter((_, index) => index % 8 === 0);
  await joinPeople(test, some(first), some(second));
  return worlds;
}

export interface Tried {
  claims: number;
  refusals: Record<string, number>;
  /** By attempt: Outdial's time just before its gate was asked. */
  askedAtMs: Map<string, number>;
}

/** Claims of all campaigns, then something happens, then the gate: what it lets through ends one way or another. */
export async function round(
  deps: EngineDeps,
  test: TestDb,
  worlds: readonly Seeded[],
  random: Random,
  tried: Tried,
): Promise<void> {
  const closing = random() < 0.3 && (await jumpBeforeClosing(test, random));
  const claimed: { seeded: Seeded; claim: Claimed }[] = [];
  for (const seeded of worlds) {
    const run = await loadRun(deps, seeded.runId);
    if (run?.state !== 'running') continue;
    while ((await roll(deps, run)) > 0);
    const claim = await claimAll(deps, seeded.runId);
    if (claim.ids.length > 0) claimed.push({ seeded, claim });
  }
  if (closing) await jump(test, 6_000);
  const undo = closing ? nothing : await disturb(deps, test, worlds, random);
  for (const { seeded, claim } of claimed) {
    const askedAtMs = await readNowMs(test.db);
    const verdicts = await passGate(deps, claim);
    for (const id of claim.ids) tried.askedAtMs.set(id, askedAtMs);
    const refused = [...verdicts].flatMap(([attemptId, refusal]) =>
      refusal === null ? [] : [{ attemptId, reason: asRefusal(refusal) }],
    );
    await giveBack(deps, refused, { state: 'INTENT' });
    // A lease that is over is swept up by the relay.
    const unjudged = claim.ids.filter((id) => !verdicts.has(id));
    await giveBack(
      deps,
      unjudged.map((attemptId) => ({ attemptId, reason: 'lease_over' as const })),
      { state: 'INTENT' },
    );
    const passed = claim.ids.filter((id) => verdicts.get(id) === null);
    await record(
      deps,
      claim.sender,
      passed.map((attemptId) => ({
        attemptId,
        result: { kind: 'accepted' as const, providerRef: refOf(attemptId), startedAtMs: Date.now() },
      })),
    );
    tried.claims += claim.ids.length;
    for (const { reason } of refused) tried.refusals[reason] = (tried.refusals[reason] ?? 0) + 1;
    const outcome = OUTCOMES[Math.floor(random() * OUTCOMES.length)] ?? 'no_answer';
    await endAll(
      deps,
      seeded,
      passed.filter((_, index) => index % 3 !== 0),
      'no_answer',
    );
    await endAll(
      deps,
      seeded,
      passed.filter((_, index) => index % 3 === 0),
      outcome,
    );
  }
  await undo();
  await jump(test, Math.floor((0.3 + 6 * random()) * 3_600_000));
}

// The gate's own union, read back from a map of strings.
const REFUSALS: readonly GateRefusal[] = [
  'stopped_all',
  'account_stopped',
  'breaker_open',
  'campaign_paused',
  'campaign_cancelled',
  'opted_out',
  'too_early',
  'window_closed',
  'expired',
  'plan_changed',
  'person_taken',
  'person_cap',
  'no_consent',
];
function asRefusal(text: string): GateRefusal {
  const known = REFUSALS.find((refusal) => refusal === text);
  if (!known) throw new Error(`the gate says ${text}, which is no refusal`);
  return known;
}

/** To a moment just before a window closes: what is claimed now is judged behind its end. */
async function jumpBeforeClosing(test: TestDb, random: Random): Promise<boolean> {
  const next = await firstRow<{ ms: number | null }>(
    test.db,
    sql`select to_ms(min(roll_at)) - to_ms(outdial_now()) as ms from due where roll_at > outdial_now() + ${Math.floor(random() * 3)} * interval '1 hour'`,
  );
  if (!next?.ms || next.ms < 8_000) return false;
  await jump(test, Math.floor(next.ms - 4_000));
  return true;
}

const nothing = async (): Promise<void> => {};

/** Something that the gate must notice. Answers how to take it back. */
async function disturb(
  deps: EngineDeps,
  test: TestDb,
  worlds: readonly Seeded[],
  random: Random,
): Promise<() => Promise<void>> {
  const pick = worlds[Math.floor(random() * worlds.length)];
  if (!pick) return nothing;
  const actor = 'test';
  const kind = Math.floor(random() * 14);
  switch (kind) {
    case 0:
      await pauseCampaign(deps, { campaignId: pick.campaignId, actor, reason: 'a look' });
      return () => resumeCampaign(deps, { campaignId: pick.campaignId, actor }).then(nothing);
    case 1:
      await stopAccount(deps, { accountId: pick.accountId, actor, reason: 'a look' });
      return () => startAccount(deps, { accountId: pick.accountId, actor }).then(nothing);
    case 2:
      await stopAll(deps, { actor });
      return () => startAll(deps, { actor }).then(nothing);
    case 3:
    case 4:
      await suppressSome(test, random);
      return nothing;
    case 5:
      await test.adminDb
        .execute(sql`update suppressions set lifted_at = outdial_now(), lifted_by = 'test', lifted_reason = 'test'
        where lifted_at is null and random() < 0.3`);
      return nothing;
    case 6:
    case 7:
      await revokeSome(test, random);
      return nothing;
    case 8: {
      const { settings } = await settingsOf(test, pick.campaignId);
      const change = { expiresAfterSeconds: settings.expiresAfterSeconds + 60 };
      await updateSettings(deps, { campaignId: pick.campaignId, change, actor });
      return nothing;
    }
    case 9: {
      const change = { personCaps: [{ count: 1 + Math.floor(random() * 4), hours: 24 }] };
      await updateSettings(deps, { campaignId: pick.campaignId, change, actor });
      return nothing;
    }
    case 10:
    case 11:
      await jump(test, 5_000);
      return nothing;
    default:
      return nothing;
  }
}

async function suppressSome(test: TestDb, random: Random): Promise<void> {
  const purpose = ['', 'marketing', 'informational', 'emergency'][Math.floor(random() * 4)] ?? '';
  const channel = ['', 'call', 'sms'][Math.floor(random() * 3)] ?? '';
  await test.db.execute(sql`
    insert into suppressions (phone, purpose, channel, source, created_by)
    select phone, ${purpose}, ${channel}, 'api', 'test' from contacts where random() < 0.03
    on conflict (phone, purpose, channel, list_id) where lifted_at is null do nothing`);
}

async function revokeSome(test: TestDb, random: Random): Promise<void> {
  const purpose = random() < 0.5 ? '' : 'marketing';
  await test.db.execute(sql`
    insert into consent_events (phone, kind, purpose, channel, consent_class, method, happened_at, created_by)
    select phone, case when random() < 0.6 then 'revoked' else 'given' end, ${purpose}, '', 'written', 'api', outdial_now(), 'test'
    from contacts where random() < 0.05`);
}

const settingsOf = async (test: TestDb, campaignId: string): Promise<{ settings: { expiresAfterSeconds: number } }> => {
  const row = await firstRow<{ settings: { expiresAfterSeconds: number } }>(
    test.db,
    sql`select settings from campaigns where id = ${campaignId}`,
  );
  if (!row) throw new Error('no campaign');
  return row;
};

/** What the gate said to every attempt. `refusal` null = it passed. */
export interface GateWord {
  attemptId: string;
  contactId: number;
  /** When it judged: of a refusal only known to lie between both, for what it forbids leaves no time of its own. */
  fromMs: number;
  untilMs: number;
  refusal: string | null;
}

export async function gateWords(test: TestDb, { askedAtMs }: Tried): Promise<GateWord[]> {
  const words = await rows<Omit<GateWord, 'fromMs'>>(
    test.db,
    sql`select id as "attemptId", contact_id as "contactId", to_ms(coalesce(gated_at, voided_at)) as "untilMs",
          case when gated_at is null then reason end as refusal
        from attempts where gated_at is not null or voided_at is not null order by id`,
  );
  return words.map((word) => ({
    ...word,
    fromMs: word.refusal === null ? word.untilMs : (askedAtMs.get(word.attemptId) ?? word.untilMs),
  }));
}
