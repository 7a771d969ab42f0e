import { ALWAYS_OPEN } from './calling-hours.ts';
import type { CampaignSettings } from './campaign-settings.ts';
import { lawOf } from './law/law-of.ts';
import type { LawBook, LawRule } from './law/law-rule.ts';
import { windowMarginMs } from './plan.ts';
import { nextOpenStretch } from './window.ts';
import type { ZoneTable } from './zone-table.ts';

export interface WindowToOpen {
  settings: CampaignSettings;
  step: number;
  /** Every zone that the people may be in; none of them unknown. */
  zones: readonly string[];
  placeKey: string;
  nowMs: number;
  providerQueueSeconds: number;
  table: ZoneTable;
  book: LawBook;
}

export interface NeverOpen {
  /** What closes it: the hours by themselves, several zones at once, rules of law, or the campaign's end. */
  by: 'hours' | 'zones' | 'law' | 'end';
  /** A clause without a full stop. */
  words: string;
  ruleIds: string[];
}

/**
 * Why the window of a step never opens for people of these zones and places, within 400 days or before the campaign
 * ends; null = it opens. The cause is looked for from the campaign's own words outwards: what one can correct oneself
 * comes first.
 */
export function whyNeverOpen(input: WindowToOpen): NeverOpen | null {
  const { settings, zones, book, table } = input;
  const channel = settings.steps[input.step]?.channel;
  if (channel === undefined) return null;
  const law = lawOf(book, { placeKey: input.placeKey, purpose: settings.purpose, channel });
  const fromMs = Math.max(input.nowMs, settings.startsAtMs ?? 0);
  const marginMs = windowMarginMs(channel, settings, input.providerQueueSeconds);
  const query = { hours: settings.hours, channel, zones, fromMs, marginMs, table, isHoliday: book.isHoliday };

  const opensAtMs = nextOpenStretch({ ...query, law })?.opensAtMs;
  if (opensAtMs !== undefined) {
    if (settings.endsAtMs === null || opensAtMs < settings.endsAtMs) return null;
    const words = `the first window opens ${iso(opensAtMs)}, and the campaign ends ${iso(settings.endsAtMs)}`;
    return { by: 'end', words, ruleIds: [] };
  }
  if (zones.some((zone) => nextOpenStretch({ ...query, zones: [zone] }) === null)) {
    const tooShort = zones.every((zone) => nextOpenStretch({ ...query, zones: [zone], marginMs: 0 }) !== null);
    const words = tooShort
      ? `no window is as long as the ${marginMs / 1_000} s that the provider's queue and the ringing may take`
      : 'the days off leave no window of the hours';
    return { by: 'hours', words, ruleIds: [] };
  }
  if (nextOpenStretch(query) === null) {
    return { by: 'zones', words: `the hours are never open in ${zones.join(' and ')} at once`, ruleIds: [] };
  }
  const rules = law.rulesAt(fromMs).filter((rule) => rule.hours !== undefined || rule.closedOn !== undefined);
  if (nextOpenStretch({ ...query, hours: ALWAYS_OPEN, law }) === null) {
    const words = `${named(rules)} never leave an hour open in ${zones.join(' and ')} at once`;
    return { by: 'law', words, ruleIds: rules.map(({ id }) => id) };
  }
  const alone = rules.filter((rule) => nextOpenStretch({ ...query, law: lawOfOne(rule, input, channel) }) === null);
  const closing = alone.length > 0 ? alone : rules;
  const leaves =
    alone.length === 1 || closing.length === 1 ? 'leaves' : alone.length > 0 ? 'each leave' : 'together leave';
  const words = `${named(closing)} ${leaves} nothing of the hours open`;
  return { by: 'law', words, ruleIds: closing.map(({ id }) => id) };
}

function lawOfOne(rule: LawRule, { book, settings }: WindowToOpen, channel: 'call' | 'sms') {
  const rulesOf = (jurisdiction: string): readonly LawRule[] => (jurisdiction === rule.jurisdiction ? [rule] : []);
  return lawOf({ ...book, rulesOf }, { placeKey: rule.jurisdiction, purpose: settings.purpose, channel });
}

const named = (rules: readonly LawRule[]): string =>
  `${rules.length === 1 ? 'rule' : 'rules'} ${rules.map(({ id, jurisdiction }) => `${id} (${jurisdiction})`).join(', ')}`;

const iso = (atMs: number): string => new Date(atMs).toISOString().replace('.000Z', 'Z');
