import { WEEKDAYS } from '../../domain/calling-hours.ts';
import type { Channel } from '../../domain/channel.ts';
import { lawOf } from '../../domain/law/law-of.ts';
import type { LawBook, LawRule } from '../../domain/law/law-rule.ts';
import type { CampaignPurpose } from '../../domain/purpose.ts';
import { parseLocalDay } from '../../domain/wall-clock.ts';
import { fields } from '../print/table.ts';
import type { Answer } from '../verb.ts';

const DAY_MS = 86_400_000;
const NOT_ADVICE = 'None of this is legal advice.';

interface Asked {
  place: string;
  purpose: CampaignPurpose;
  channel: Channel;
  /** YYYY-MM-DD. */
  day: string;
}

/** The answer of `outdial rules`: what the planner would hold to on that day, and each rule that it comes from. */
export function rulesAnswer(book: LawBook, { place, purpose, channel, day }: Asked): Answer {
  const law = lawOf(book, { placeKey: place === '*' ? '' : place, purpose, channel });
  const localDay = parseLocalDay(day) ?? 0;
  const atMs = localDay * DAY_MS;
  const rules = law.rulesAt(atMs);
  const week = weekFrom(localDay).map(({ weekday, localDay: each }) => ({
    weekday,
    date: dateOf(each),
    open: windowsOf(law.open?.(each)),
  }));
  const caps = law.capsAt(atMs);
  const consent = law.consentAt(atMs);
  const unknown = place === '*' ? [] : place.split(',').filter((each) => !hasRules(book, each));
  const closedOn = [...new Set(rules.flatMap(({ closedOn: names = [] }) => names))];
  return {
    data: {
      place,
      purpose,
      channel,
      day,
      week,
      closedOn,
      caps,
      consent,
      rules,
      versions: book.versions,
      notLegalAdvice: true,
    },
    text: [
      fields({
        place: `${place}, ${purpose}, ${channel}, ${day}`,
        ...Object.fromEntries(
          week.map(({ weekday, date, open }) => [`${weekday} ${date}`, open.join(', ') || 'closed']),
        ),
        holidays: closedOn.length === 0 ? 'no rule' : `closed on those of ${closedOn.join(', ')}`,
        attempts: caps.map(({ count, hours }) => `at most ${count} in ${hours} h`).join(', ') || 'no rule',
        consent: consent === 'none' ? 'no record needed' : consent,
      }),
      ...(unknown.length === 0
        ? []
        : [
            `No rule file speaks of ${unknown.join(' or ')}: what holds there is Outdial’s own caution for places without one.`,
          ]),
      rules.map(ruleWords).join('\n') || 'No rule is in force.',
      NOT_ADVICE,
    ].join('\n\n'),
  };
}

/** Whether a rule of any time, purpose or channel names the place or the country that it lies in. */
const hasRules = (book: LawBook, place: string): boolean =>
  [place, place.slice(0, 2)].some((each) => book.rulesOf(each).length > 0);

/** Each weekday with its next date from that day on: a holiday in this very week shows. */
const weekFrom = (localDay: number) =>
  WEEKDAYS.map((weekday, index) => {
    // 1 January 1970 was a Thursday.
    const ahead = (((index - localDay - 3) % 7) + 7) % 7;
    return { weekday, localDay: localDay + ahead };
  });

const dateOf = (localDay: number): string => new Date(localDay * DAY_MS).toISOString().slice(0, 10);

function windowsOf(spans: readonly { from: number; to: number }[] | undefined): string[] {
  if (spans === undefined) return ['no rule'];
  const clock = (minutes: number): string =>
    `${String(Math.trunc(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return spans.map(({ from, to }) => `${clock(from)}-${clock(to)}`);
}

const ruleWords = ({ id, jurisdiction, from, until, confirmed, source, note }: LawRule): string =>
  [
    `${id} (${jurisdiction}, from ${from}${until === undefined ? '' : ` until ${until}`}${confirmed ? '' : ', NOT CONFIRMED'})`,
    `  ${source}`,
    ...(note === undefined ? [] : [`  ${note}`]),
  ].join('\n');
