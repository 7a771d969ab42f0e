import { capsInTheWay } from '../caps.ts';
import { consentCovers } from '../law/consent-held.ts';
import { suppressionHolds } from '../suppression-scope.ts';
import type { JudgeFacts, SuppressionThen } from './facts.ts';
import { forbids, notKnown, passes, waits, type RuleLook } from './rule-look.ts';
import { sayUtc, sayWait } from './say-when.ts';

export function suppressionRule({ settings, suppressions, channel }: JudgeFacts): RuleLook {
  if (!settings) return notKnown('suppression', 'without a campaign there is no purpose to hold it against');
  const { purpose } = settings.value;
  const holding = suppressions.filter((scope) => suppressionHolds(scope, purpose, channel));
  if (holding.length > 0) {
    return forbids('suppression', holding.map(sayNo).join('; '), 'somebody lifts it, with a reason');
  }
  const others = suppressions.length;
  return passes(
    'suppression',
    others === 0
      ? 'nobody of this person said no'
      : `${others === 1 ? 'a no is' : `${others} noes are`} on record, but to other things than ${purpose} by ${channel}`,
  );
}

function sayNo({ phone, purpose, channel, list, source, sinceMs, evidence }: SuppressionThen): string {
  const scope = [purpose || 'every purpose', channel || 'every channel'].join(', ');
  const origin = list === null ? `said by ${source}` : `on the list ${list}`;
  return `+${phone} ${origin} since ${sayUtc(sinceMs)} (${scope})${evidence === null ? '' : `: ${evidence}`}`;
}

export function consentRule(facts: JudgeFacts): RuleLook {
  const { law, lawThen, lawVersion, consent, atMs } = facts;
  const wanted = lawThen?.consent ?? law.consentAt(atMs);
  if (wanted === 'none') return passes('consent', 'no rule asks for a consent on record', lawVersion);
  const rules = law
    .rulesAt(atMs)
    .filter((rule) => (rule.consent ?? 'none') !== 'none')
    .map(({ id }) => id);
  const asked = `${wanted} consent is wanted${rules.length > 0 ? ` by ${rules.join(', ')}` : ''}`;
  const { event } = consent;
  const record =
    event === null
      ? 'none is on record'
      : event.kind === 'revoked'
        ? `it was revoked ${sayUtc(event.happenedAtMs)} (${event.method})`
        : `${event.consentClass} was given ${sayUtc(event.happenedAtMs)} (${event.method})${
            event.expiresAtMs === null ? '' : `, until ${sayUtc(event.expiresAtMs)}`
          }`;
  const evidence = `${asked}; ${record}`;
  if (!consentCovers(consent, wanted)) {
    return forbids('consent', evidence, `a ${wanted} consent of this number is put on record`, lawVersion);
  }
  return { ...passes('consent', evidence, lawVersion), nextChangeAtMs: consent.expiresAtMs };
}

export function takenRule({ takenBy }: JudgeFacts): RuleLook {
  return takenBy
    ? waits(
        'person_taken',
        `another attempt to this person is under way: ${takenBy.attemptId}, of contact ${takenBy.contactId}`,
        null,
        'that attempt comes to its end',
      )
    : passes('person_taken', 'no other attempt to this person is under way');
}

export function capsRule({ settings, law, lawThen, lawVersion, gatedAtMs, atMs }: JudgeFacts): RuleLook {
  if (!settings) return notKnown('caps', 'without a campaign there are no caps');
  const caps = [...settings.value.personCaps, ...(lawThen?.caps ?? law.capsAt(atMs))];
  const version = `${settings.version}; ${lawVersion}`;
  if (caps.length === 0) return passes('caps', 'nothing caps the attempts to a person', version);
  const full = capsInTheWay(caps, gatedAtMs, atMs);
  const [longest] = full;
  if (!longest) {
    const room = caps.map(({ count, hours }) => `${counted(gatedAtMs, hours, atMs)} of ${count} in ${hours} h`);
    return passes('caps', `attempts to this person: ${room.join(', ')}`, version);
  }
  const evidence = full.map(({ cap, counted: n }) => `${n} of ${cap.count} attempts in ${cap.hours} h`).join(', ');
  if (longest.freeAtMs === Infinity) {
    return forbids('caps', evidence, 'the cap is raised above 0', version);
  }
  const wait = sayWait(longest.freeAtMs - atMs);
  return waits(
    'caps',
    `${evidence}; free in ${wait}`,
    longest.freeAtMs,
    'an older attempt leaves the hours of the cap',
    version,
  );
}

const counted = (gatedAtMs: readonly number[], hours: number, atMs: number): number =>
  gatedAtMs.filter((past) => past > atMs - hours * 3_600_000).length;
