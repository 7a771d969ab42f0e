import type { Channel } from '../../../domain/channel.ts';
import type { ContactFacts, JudgeFacts, LawThen, PlannedTimes } from '../../../domain/explain/facts.ts';
import type { CampaignSettings } from '../../../domain/campaign-settings.ts';
import { consentCovers, consentHeld } from '../../../domain/law/consent-held.ts';
import { lawOf } from '../../../domain/law/law-of.ts';
import { NO_CONSENT, numbersToTry, type ContactNumber } from '../../../domain/next-number.ts';
import { isOutcome } from '../../../domain/outcome.ts';
import { afterAttempt, windowMarginMs } from '../../../domain/plan.ts';
import type { EngineDeps } from '../../deps.ts';
import { DEAD_OUTCOMES } from '../../planning/read-contacts.ts';
import { zonesOfKey } from '../../planning/zones-of-key.ts';
import { accountAt, installationAt, policyVersionAt, runAt, settingsAt } from './histories-at.ts';
import { sayLawVersion } from './law-version.ts';
import { messageAt, type MessageHistory, type TakenBack } from './read-messages.ts';
import { attemptsAt, type AttemptsAt } from './attempts-at.ts';
import type { CampaignHistory, Histories } from './read-histories.ts';
import type { AttemptRow, ContactRow, DueRow, People } from './read-people.ts';

export interface Asked {
  contactId: number;
  /** Null = now. */
  atMs: number | null;
}

export interface FactsAt {
  contact: ContactFacts;
  facts: JudgeFacts;
}

/** What an attempt, or the row that waits, was planned for: one of both is what the gate would compare. */
interface Aim {
  step: number;
  channel: Channel;
  phone: number | null;
  accountId: string | null;
  planned: PlannedTimes | null;
  lawId: number | null;
  notBefore: JudgeFacts['notBefore'];
}

/** Puts together what held for a contact at an instant, from histories that were read before. */
export function factsAt(
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  asked: Asked,
  histories: Histories,
  people: People,
): FactsAt | null {
  const row = people.contacts.get(asked.contactId);
  if (!row) return null;
  const atMs = asked.atMs ?? histories.nowMs;
  const attempts = attemptsAt(row, people, asked.atMs, atMs);
  const campaign = row.campaignId === null ? undefined : histories.campaigns.get(row.campaignId);
  const settings = campaign ? settingsAt(campaign, asked.atMs) : null;
  const history = people.messages.get(row.contactId) ?? null;
  const aim = aimOf({
    row,
    asked,
    attempts,
    campaign,
    settings: settings?.value ?? null,
    due: people.due.get(row.contactId),
    history,
  });
  const number = numberOf(row, aim, attempts, people, atMs, settings?.value ?? null, deps);
  const account = accountOf(aim, settings?.value ?? null, histories);
  const purpose = settings?.value.purpose ?? 'emergency';
  const law = lawOf(deps.law, { placeKey: number.placeKey, purpose, channel: aim.channel });
  const then = lawThen(aim.lawId, people);
  // The list that holds messages is as old as the first of them all.
  const listed = atMs >= (history?.plannedAtMs ?? row.listedAtMs);
  return {
    contact: {
      contactId: row.contactId,
      campaignId: row.campaignId,
      campaign: campaign?.name ?? null,
      state: row.state,
      reason: row.reason,
      dials: row.dials,
      lastOutcome: row.lastOutcome,
      unchangedSince: asked.atMs === null || row.changedAtMs <= atMs,
      isPlanned: aim.planned !== null,
      open: attempts.open,
      judged: attempts.judged,
    },
    facts: {
      atMs,
      isNow: asked.atMs === null,
      installation: installationAt(histories, asked.atMs),
      account: account ? accountAt(account, asked.atMs) : null,
      run: campaign && listed ? runAt(campaign, asked.atMs) : null,
      settings,
      step: aim.step,
      message: history && messageAt(history, atMs, takenBackBy(row, attempts, asked.atMs, atMs)),
      channel: aim.channel,
      number: {
        phone: number.phone,
        zones: number.zones,
        zoneSource: row.zoneSource,
        placeKey: number.placeKey,
      },
      marginMs: settings ? windowMarginMs(aim.channel, settings.value, account?.providerQueueSeconds ?? 0) : 0,
      suppressions: row.personNumbers
        .flatMap((phone) => people.suppressions.get(phone) ?? [])
        .filter(({ sinceMs, liftedAtMs }) => sinceMs <= atMs && (liftedAtMs === null || liftedAtMs > atMs)),
      consent: consentAt(people, number.phone, purpose, aim.channel, atMs),
      law,
      lawThen: then && { ruleIds: then.ruleIds, caps: then.caps, consent: then.consent },
      ...sayLawVersion(deps.law, law, then, atMs, histories, asked.atMs === null),
      planned: aim.planned,
      notBefore: aim.notBefore,
      gatedAtMs: attempts.gatedAtMs,
      takenBy: attempts.takenBy,
      blockedReason: campaign?.blockedReason ?? null,
      table: deps.zones,
      book: deps.law,
    },
  };
}

/** When and why a message was taken back, by what became of its attempts and of itself. */
function takenBackBy(row: ContactRow, attempts: AttemptsAt, askedMs: number | null, atMs: number): TakenBack | null {
  const isIt = (reason: string | null): reason is string => reason?.startsWith('appointment_') ?? false;
  const { judged } = attempts;
  if (judged && isIt(judged.refusal)) return { atMs: Math.max(judged.atMs, atMs), reason: judged.refusal };
  const voided = attempts.ofContact.find(
    ({ state, reason, voidedAtMs }) => state === 'VOID' && isIt(reason) && voidedAtMs !== null && voidedAtMs <= atMs,
  );
  if (voided && isIt(voided.reason)) return { atMs: voided.voidedAtMs ?? atMs, reason: voided.reason };
  if (!isIt(row.reason)) return null;
  if (row.state === 'cancelled' && row.changedAtMs <= atMs) return { atMs: row.changedAtMs, reason: row.reason };
  // On its way, and marked: since when is not kept.
  return askedMs === null ? { atMs, reason: row.reason } : null;
}

interface AimInput {
  row: ContactRow;
  asked: Asked;
  attempts: AttemptsAt;
  campaign: CampaignHistory | undefined;
  settings: CampaignSettings | null;
  due: DueRow | undefined;
  history: MessageHistory | null;
}

function aimOf({ row, asked, attempts, campaign, settings, due, history }: AimInput): Aim {
  const version = campaign ? policyVersionAt(campaign, asked.atMs) : 0;
  const times = (plan: AttemptRow | DueRow): PlannedTimes => ({
    claimed: 'attemptId' in plan,
    dueAtMs: plan.dueAtMs,
    closesAtMs: plan.closesAtMs,
    expiresAtMs: plan.expiresAtMs,
    outdated: plan.policyVersion !== version,
  });
  const start: JudgeFacts['notBefore'] =
    settings?.startsAtMs == null ? null : { atMs: settings.startsAtMs, why: 'start' as const };
  const own = attempts.own;
  if (own) {
    return {
      ...own,
      planned: times(own),
      notBefore: { atMs: own.dueAtMs, why: 'plan' },
    };
  }
  if (asked.atMs === null && due) {
    return {
      ...due,
      accountId: null,
      planned: times(due),
      notBefore: latest(start, { atMs: due.earliestAtMs, ...whyWaits(row, due, history) }),
    };
  }
  const { step, notBefore } = afterLast(attempts.last, settings, history?.slot ?? 0);
  const ownTime: JudgeFacts['notBefore'] = row.sendAtMs === null ? null : { atMs: row.sendAtMs, why: 'row' };
  const stepTime: JudgeFacts['notBefore'] =
    attempts.last !== null || history?.dueAtMs == null ? null : { atMs: history.dueAtMs, why: 'step' };
  const nextStep = attempts.last === null && asked.atMs === null ? row.step : step;
  return {
    step: nextStep,
    channel: settings?.steps[nextStep]?.channel ?? 'call',
    phone: null,
    accountId: null,
    planned: null,
    lawId: null,
    notBefore: [start, ownTime, stepTime, notBefore].reduce(latest, null),
  };
}

/** Why a row that waits does not come before its time. */
function whyWaits(row: ContactRow, due: DueRow, history: MessageHistory | null): Pick<NotBefore, 'why' | 'dials'> {
  if (row.sendAtMs !== null && row.sendAtMs >= due.earliestAtMs) return { why: 'row' };
  if (row.dials > 0) return { why: 'retry', dials: row.dials };
  // What the gate gave back is put off, and carries its word.
  if (!history || (row.reason !== null && !row.reason.startsWith('after_'))) return { why: 'plan' };
  return { why: row.lastOutcome === null ? 'step' : 'follow_up' };
}

type NotBefore = NonNullable<JudgeFacts['notBefore']>;

const latest = (a: JudgeFacts['notBefore'], b: JudgeFacts['notBefore']): JudgeFacts['notBefore'] =>
  a === null || (b !== null && b.atMs > a.atMs) ? b : a;

/** Where the retry plan stood after the last attempt that was over then. */
function afterLast(
  last: AttemptRow | null,
  settings: CampaignSettings | null,
  firstStep: number,
): { step: number; notBefore: JudgeFacts['notBefore'] } {
  if (!last) return { step: firstStep, notBefore: null };
  if (!settings || last.outcome === null || !isOutcome(last.outcome) || last.disposedAtMs === null) {
    return { step: last.step, notBefore: null };
  }
  const next = afterAttempt(settings, last.step, last.ordinal, last.outcome);
  if (next.kind === 'end') return { step: last.step, notBefore: null };
  const fromMs = Math.min(last.endedAtMs ?? last.disposedAtMs, last.disposedAtMs);
  const atMs = fromMs + next.waitSeconds * 1000;
  const why = next.step === last.step ? { why: 'retry' as const, dials: last.ordinal } : { why: 'follow_up' as const };
  return { step: next.step, notBefore: { atMs, ...why } };
}

/** The number that is meant: the one that was dialled or is due, else the first that the next dial would take. */
function numberOf(
  row: ContactRow,
  aim: Aim,
  attempts: AttemptsAt,
  people: People,
  atMs: number,
  settings: CampaignSettings | null,
  deps: Pick<EngineDeps, 'zones' | 'law'>,
): ContactNumber {
  const numbers: ContactNumber[] = row.numbers.map(({ zoneKey, ...number }) => ({
    ...number,
    zones: zonesOfKey(zoneKey),
    consent: NO_CONSENT,
  }));
  const [first] = numbers;
  if (!first) throw new Error(`contact ${row.contactId} has no number`);
  if (aim.phone !== null) return numbers.find(({ phone }) => phone === aim.phone) ?? first;
  const dead = new Set(
    attempts.ofContact
      .filter(({ outcome }) => outcome !== null && DEAD_OUTCOMES.includes(outcome))
      .map(({ phone }) => phone),
  );
  const lastTried = attempts.last?.step === aim.step ? attempts.last.phone : null;
  const next = numbersToTry({ numbers, channel: aim.channel, lastTried, dead });
  const purpose = settings?.purpose ?? 'emergency';
  const mayBeTried = next.find(({ zones, placeKey, phone }) => {
    if (zones.length === 0 || !zones.every((zone) => deps.zones.has(zone))) return false;
    const law = lawOf(deps.law, { placeKey, purpose, channel: aim.channel });
    return consentCovers(consentAt(people, phone, purpose, aim.channel, atMs), law.consentAt(atMs));
  });
  return mayBeTried ?? next[0] ?? first;
}

/** What was known then: written down by then, and said to have happened by then. */
const consentAt = (
  people: People,
  phone: number,
  purpose: CampaignSettings['purpose'],
  channel: Channel,
  atMs: number,
): JudgeFacts['consent'] =>
  consentHeld(
    (people.consents.get(phone) ?? []).filter(({ createdAtMs }) => createdAtMs <= atMs),
    { atMs, purpose, channel },
  );

function accountOf(aim: Aim, settings: CampaignSettings | null, histories: Histories) {
  const accountId = aim.accountId ?? settings?.steps[aim.step]?.accountId;
  return accountId === undefined ? undefined : histories.accounts.get(accountId);
}

const NO_RULES: LawThen & { versions: Record<string, string> } = {
  ruleIds: [],
  caps: [],
  consent: 'none',
  versions: {},
};

const lawThen = (lawId: number | null, people: People): typeof NO_RULES | null =>
  lawId === null ? null : (people.laws.get(lawId) ?? NO_RULES);
