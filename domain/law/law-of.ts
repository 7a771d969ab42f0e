import type { Channel } from '../channel.ts';
import type { Purpose } from '../purpose.ts';
import {
  intersectSpans,
  parseLocalDay,
  weekdayIndex,
  weeklySpans,
  type MinuteSpan,
  type OpenMinutes,
} from '../wall-clock.ts';
import { CONSENT_CLASSES, type ConsentClass, type LawBook, type LawCap, type LawRule } from './law-rule.ts';

/** All rules that hold for one plan: of every place that the person may be in, for one purpose and channel. */
export interface AppliedLaw {
  /** Equal for equal rules: what a decision is stored under. */
  key: string;
  purpose: Purpose;
  channel: Channel;
  placeKey: string;
  /** Minutes of a local date that every rule of that date leaves open; null = no rule on hours at all. */
  open: OpenMinutes | null;
  /** Caps and consent in force on a day, as an instant. */
  capsAt: (nowMs: number) => readonly LawCap[];
  consentAt: (nowMs: number) => ConsentClass;
  /** Rules in force on that day. */
  rulesAt: (nowMs: number) => readonly LawRule[];
  versions: Readonly<Record<string, string>>;
}

const DAY_MS = 86_400_000;
const MAX_KNOWN = 5_000;
/** Places of this jurisdiction's rules: where no rule file speaks. */
const ANYWHERE = '*';

const known = new WeakMap<LawBook, Map<string, AppliedLaw>>();

/**
 * The law for a number that may be in several places: whatever one of them forbids is forbidden. `placeKey`:
 * jurisdictions joined by commas; empty, or a country without a file = the rules of `*`. Memoised per book.
 */
export function lawOf(book: LawBook, input: { placeKey: string; purpose: Purpose; channel: Channel }): AppliedLaw {
  let laws = known.get(book);
  if (!laws) known.set(book, (laws = new Map()));
  const key = `${input.purpose}|${input.channel}|${input.placeKey}`;
  let law = laws.get(key);
  if (!law) {
    if (laws.size >= MAX_KNOWN) laws.clear();
    laws.set(key, (law = compile(book, key, input)));
  }
  return law;
}

function compile(
  book: LawBook,
  key: string,
  { placeKey, purpose, channel }: { placeKey: string; purpose: Purpose; channel: Channel },
): AppliedLaw {
  // A person's own keyword is answered whenever it comes.
  const rules =
    purpose === 'notice'
      ? []
      : rulesOfPlaces(book, placeKey).filter(
          (rule) => rule.purposes.includes(purpose) && rule.channels.includes(channel),
        );
  const dated = rules.map((rule) => ({
    rule,
    fromDay: parseLocalDay(rule.from) ?? -Infinity,
    untilDay: rule.until === undefined ? Infinity : (parseLocalDay(rule.until) ?? Infinity),
    weekly: rule.hours === undefined ? null : weeklySpans(rule.hours),
  }));
  const inForce = (day: number) => dated.filter(({ fromDay, untilDay }) => fromDay <= day && day < untilDay);
  const timed = dated.filter(({ rule, weekly }) => weekly !== null || (rule.closedOn ?? []).length > 0);
  // A rule begins and ends by the local date; for caps and consent a day's difference is settled on the strict side.
  const rulesAt = (nowMs: number): LawRule[] => {
    const day = Math.floor(nowMs / DAY_MS);
    return [...new Set([...inForce(day - 1), ...inForce(day), ...inForce(day + 1)].map(({ rule }) => rule))];
  };
  return {
    key,
    purpose,
    channel,
    placeKey,
    open:
      timed.length === 0
        ? null
        : (localDay) => {
            let spans: readonly MinuteSpan[] = WHOLE_DAY;
            for (const { rule, weekly, fromDay, untilDay } of timed) {
              if (localDay < fromDay || localDay >= untilDay) continue;
              if ((rule.closedOn ?? []).some((calendar) => book.isHoliday(calendar, localDay))) return [];
              if (weekly !== null) spans = intersectSpans(spans, weekly[weekdayIndex(localDay)] ?? []);
            }
            return spans;
          },
    capsAt: (nowMs) => strictestCaps(rulesAt(nowMs).flatMap((rule) => rule.caps ?? [])),
    consentAt: (nowMs) =>
      rulesAt(nowMs).reduce<ConsentClass>((most, { consent = 'none' }) => stricter(most, consent), 'none'),
    rulesAt,
    versions: book.versions,
  };
}

const WHOLE_DAY: readonly MinuteSpan[] = Object.freeze([{ from: 0, to: 1_440 }]);

const stricter = (a: ConsentClass, b: ConsentClass): ConsentClass =>
  CONSENT_CLASSES.indexOf(a) >= CONSENT_CLASSES.indexOf(b) ? a : b;

/** The rules of each place and of its country; those of `*` where a place has none of either. */
function rulesOfPlaces(book: LawBook, placeKey: string): LawRule[] {
  const rules = new Set<LawRule>();
  for (const place of placeKey === '' ? [ANYWHERE] : placeKey.split(',')) {
    const country = place.slice(0, 2);
    const own = [...book.rulesOf(place), ...(place === country ? [] : book.rulesOf(country))];
    for (const rule of own.length > 0 ? own : book.rulesOf(ANYWHERE)) rules.add(rule);
  }
  return [...rules];
}

/** Of caps over the same time the lowest counts; one that another implies is left out. */
export function strictestCaps(caps: readonly LawCap[]): LawCap[] {
  const kept = caps.filter(
    (cap, index) =>
      !caps.some((other, place) => {
        const implies = other.count <= cap.count && other.hours >= cap.hours;
        const same = other.count === cap.count && other.hours === cap.hours;
        return implies && (!same || place < index);
      }),
  );
  return kept.sort((a, b) => a.hours - b.hours);
}
