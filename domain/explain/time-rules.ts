import type { CampaignSettings } from '../campaign-settings.ts';
import { closedZonesAt, isOpenAt, nextOpenStretch, type WindowQuery } from '../window.ts';
import { closedBy } from './closed-by.ts';
import type { JudgeFacts } from './facts.ts';
import { forbids, notKnown, passes, waits, type RuleLook } from './rule-look.ts';
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
  row: 'its row asks for no attempt before',
  plan: 'it is planned for later',
  start: 'its campaign starts later',
} as const;

export function tooEarlyRule({ notBefore, settings, atMs }: JudgeFacts): RuleLook {
  const version = settings?.version ?? null;
  if (!notBefore || notBefore.atMs <= atMs) return passes('too_early', 'nothing puts it off', version);
  const evidence = `${WHY_NOT_BEFORE[notBefore.why]}: ${sayUtc(notBefore.atMs)}, in ${sayWait(notBefore.atMs - atMs)}`;
  return waits('too_early', evidence, notBefore.atMs, 'its time comes', version);
}

export function expiryRule({ planned, settings, atMs }: JudgeFacts): RuleLook {
  const version = settings?.version ?? null;
  if (!planned) return passes('expiry', 'it is not planned yet', version);
  const { expiresAtMs } = planned;
  if (atMs >= expiresAtMs) {
    return forbids('expiry', `it was useless after ${sayUtc(expiresAtMs)}`, 'nothing: it ends as expired', version);
  }
  return { ...passes('expiry', `useful until ${sayUtc(expiresAtMs)}`, version), nextChangeAtMs: expiresAtMs };
}

export function planRule({ planned, settings }: JudgeFacts): RuleLook {
  const version = settings?.version ?? null;
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
      ? waits(
          'window',
          `the window that it was planned for closed ${sayUtc(planned.closesAtMs)}`,
          null,
          'it is planned again',
          version,
        )
      : {
          ...passes('window', 'the window that it was planned for is open', version),
          nextChangeAtMs: planned.closesAtMs,
        };
  }
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
