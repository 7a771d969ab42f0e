import type { CampaignSettings } from '../campaign-settings.ts';
import { closedZonesAt, isOpenAt, nextOpenStretch, type WindowQuery } from '../window.ts';
import { closedBy } from './closed-by.ts';
import type { JudgeFacts } from './facts.ts';
import type { MessageThen } from './message-then.ts';
import { forbids, notKnown, passes, waits, type RuleLook } from './rule-look.ts';
import { sayCutOff, sayWithdrawn } from './say-message.ts';
import { sayLocal, sayUtc, sayWait, wallClock } from './say-when.ts';

export function zoneRule({ number, table }: JudgeFacts): RuleLook {
  const { zones, zoneSource, phone } = number;
  const unknown = zones.filter((zone) => !table.has(zone));
  const version = `zones ${table.release}`;
  if (zones.length === 0 || unknown.length > 0) {
    const evidence = zones.length === 0 ? `no zone of +${phone} is known` : `no such zone: ${unknown.join(', ')}`;
    return forbids('zone', evidence, 'somebody says where this number is', version);
  }
  return passes('zone', `${zones.join(', ')} (by ${zoneSource})`, version);
}

const WHY_NOT_BEFORE = {
  retry: 'it was tried before, and waits after that',
  follow_up: 'the call or text before it did not do, and it follows after a wait',
  row: 'its row asks for no attempt before',
  step: 'its step comes later',
  plan: 'it is planned for later',
  start: 'its campaign starts later',
} as const;

export function tooEarlyRule({ notBefore, settings, step, atMs }: JudgeFacts): RuleLook {
  const version = settings?.version ?? null;
  if (!notBefore || notBefore.atMs <= atMs) return passes('too_early', 'nothing puts it off', version);
  const { why, dials } = notBefore;
  const most = settings && (settings.value.steps[step]?.maxAttempts ?? settings.value.maxAttempts);
  const tried = why === 'retry' && dials !== undefined && most !== null ? ` (${dials} of at most ${most} dials)` : '';
  const evidence = `${WHY_NOT_BEFORE[why]}${tried}: ${sayUtc(notBefore.atMs)}, in ${sayWait(notBefore.atMs - atMs)}`;
  return waits('too_early', evidence, notBefore.atMs, 'its time comes', version);
}

export function expiryRule({ planned, settings, message, atMs }: JudgeFacts): RuleLook {
  const version = settings?.version ?? null;
  // A past plan that was never tried left no times behind.
  if (!planned && message) return passes('expiry', 'how late it may be is known of its attempts only', version);
  if (!planned) return passes('expiry', 'it is not planned yet', version);
  const { expiresAtMs } = planned;
  if (atMs >= expiresAtMs) {
    const ends = message ? 'nothing: it counts as missed' : 'nothing: it ends as expired';
    return forbids('expiry', `it was too late after ${sayUtc(expiresAtMs)}`, ends, version);
  }
  return { ...passes('expiry', `useful until ${sayUtc(expiresAtMs)}`, version), nextChangeAtMs: expiresAtMs };
}

export function planRule(facts: JudgeFacts): RuleLook {
  const { planned, settings, message } = facts;
  const version = settings?.version ?? null;
  if (message) return messagePlanRule(message, facts);
  return planned?.outdated
    ? waits(
        'plan',
        'the settings were changed after it was planned',
        null,
        'a turn of the campaign plans it again',
        version,
      )
    : passes('plan', planned ? 'it is planned under these settings' : 'it is not planned yet', version);
}

/** A message holds as long as the plans of all its appointments have it, under the programme as it stands. */
function messagePlanRule(message: MessageThen, { planned, settings, step }: JudgeFacts): RuleLook {
  const version = settings?.version ?? null;
  if (message.withdrawn) {
    const what = 'nothing: the new plan of its appointment says what goes out instead';
    return forbids('plan', `it was taken back: ${sayWithdrawn(message.withdrawn)}`, what, version);
  }
  const isGone = settings?.value.steps[step]?.retired === true;
  if (planned?.outdated || isGone) {
    const why = isGone
      ? 'the programme has this step no more'
      : 'the programme or its rules were changed after it was planned';
    return waits('plan', why, null, 'a turn of the programme plans its appointment again', version);
  }
  return passes('plan', planned ? 'it is planned under the programme as it stands' : 'its plan has it', version);
}

/** The hours of the campaign and of the law, in every zone. */
export function windowRule(facts: JudgeFacts): RuleLook {
  const { settings, atMs, planned, number, table, lawVersion } = facts;
  if (!settings) return notKnown('window', 'without a campaign there are no hours');
  const { value } = settings;
  const version = `${settings.version}; ${lawVersion}`;
  const { zones } = number;
  if (zones.length === 0 || !zones.every((zone) => table.has(zone))) {
    return notKnown('window', 'its zone is not known', version);
  }
  if (value.endsAtMs !== null && atMs >= value.endsAtMs) {
    return forbids(
      'window',
      `its campaign ended ${sayUtc(value.endsAtMs)}`,
      'the end of the campaign is moved',
      version,
    );
  }
  // What was planned under other settings, or other rules, is held to the times of its plan: the gate knows no other.
  if (planned?.claimed && (planned.outdated || !facts.lawIsToday)) {
    return atMs >= planned.closesAtMs
      ? closedPlan(planned.closesAtMs, version)
      : {
          ...passes('window', 'the window that it was planned for is open', version),
          nextChangeAtMs: planned.closesAtMs,
        };
  }
  const { message, marginMs } = facts;
  const cutOffMs = message?.endsAtMs ?? null;
  if (message && cutOffMs !== null && atMs >= cutOffMs - marginMs) {
    const evidence = `nothing of it leaves that could reach into its cut-off, ${sayCutOff(message, table)}`;
    return forbids('window', evidence, 'nothing: it counts as missed', version);
  }
  // A message that several appointments share ends when the first of their windows does.
  if (message && planned?.claimed && atMs >= planned.closesAtMs) return closedPlan(planned.closesAtMs, version);
  const query = windowQuery(facts, value);
  if (isOpenAt({ ...query, atMs })) {
    const stretch = nextOpenStretch({ ...query, fromMs: Math.floor(atMs / 1000) * 1000 });
    const clocks = zones.map((zone) => `${wallClock(table, zone, atMs)} in ${zone}`).join(', ');
    return { ...passes('window', `open: it is ${clocks}`, version), nextChangeAtMs: stretch?.closesAtMs ?? null };
  }
  const next = nextOpenStretch({ ...query, fromMs: Math.ceil(atMs / 1000) * 1000 });
  const evidence = sayClosed(facts, value, query);
  if (!next) return forbids('window', `${evidence}; no window opens within 400 days`, 'the hours are changed', version);
  return waits('window', evidence, next.opensAtMs, 'the window opens', version);
}

const closedPlan = (closesAtMs: number, version: string): RuleLook => {
  const evidence = `the window that it was planned for closed ${sayUtc(closesAtMs)}`;
  return waits('window', evidence, null, 'it is planned again', version);
};

const windowQuery = (facts: JudgeFacts, settings: CampaignSettings): WindowQuery => ({
  zones: facts.number.zones,
  hours: settings.hours,
  channel: facts.channel,
  law: facts.law,
  isHoliday: facts.book.isHoliday,
  marginMs: facts.marginMs,
  table: facts.table,
});

function sayClosed(facts: JudgeFacts, settings: CampaignSettings, query: WindowQuery): string {
  const { atMs, table, marginMs } = facts;
  const closed = closedZonesAt({ ...query, atMs });
  const each = closed.map((zone) => {
    const by = closedBy(facts, settings.hours, zone, atMs);
    const why =
      by.length > 0
        ? `closed by ${by.join(' and ')}`
        : `it would end within the ${Math.ceil(marginMs / 1000)} s that a send may take (${closedBy(facts, settings.hours, zone, atMs + marginMs).join(' and ') || 'another zone'})`;
    return `it is ${wallClock(table, zone, atMs)} in ${zone}: ${why}`;
  });
  // Each zone is open by itself, but not for as long as it takes in one stretch of all.
  return each.length > 0 ? each.join('; ') : 'open in each zone, but not in all of them for as long as a send may take';
}

/** `opens 08:00 in America/Denver, in 3 h 12 min`. */
export function sayOpens(facts: JudgeFacts, opensAtMs: number): string {
  const { settings, atMs, number, table } = facts;
  const closed = settings ? closedZonesAt({ ...windowQuery(facts, settings.value), atMs }) : [];
  const zone = closed[0] ?? number.zones[0] ?? 'UTC';
  return `opens ${sayLocal(table, zone, opensAtMs, atMs)}, in ${sayWait(opensAtMs - atMs)}`;
}
