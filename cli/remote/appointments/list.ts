import { z } from 'zod';
import type { appointmentInList, appointmentPage } from '../../../api/schemas/appointment-lists.ts';
import { usageError } from '../../cli-error.ts';
import { phoneArgument } from '../../parse/phone.ts';
import { count, instant } from '../../print/amounts.ts';
import { table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { PAGE_FLAGS, pageInput, withMore } from '../paging.ts';

type Row = z.output<typeof appointmentInList>;
type Page = z.output<typeof appointmentPage>;

const DAYS = ['today', 'tomorrow', 'later', 'past', 'all'] as const;
const TITLES = { past: 'Past', today: 'Today', tomorrow: 'Tomorrow', later: 'Later' } as const satisfies Record<
  Row['day'],
  string
>;
/** The api counts no further. */
const MOST_COUNTED = 10_000;

export const listVerb = verb('list', 'appointments by day, with the message that goes out next', {
  flags: [
    { flags: '--today', help: 'of today' },
    { flags: '--tomorrow', help: 'of tomorrow' },
    { flags: '--later', help: 'of the day after and later' },
    { flags: '--past', help: 'of days that are over, latest first' },
    { flags: '--all', help: 'of all days (default: from today on)' },
    { flags: '--programme <programme>', help: 'of one programme, by id or name' },
    { flags: '--phone <phone>', help: 'of one number' },
    { flags: '--person <phone>', help: 'of whoever has this number, by any of theirs' },
    { flags: '--external-id <id>', help: 'by the id in your own system' },
    { flags: '--text <text>', help: 'by a part of id or name' },
    { flags: '--state <state>', help: 'booked, confirmed or cancelled' },
    { flags: '--reminder <state>', help: 'with a step that is waiting, in_flight, reached, expired, skipped ...' },
    { flags: '--from <instant>', help: 'that start at or after, like 2027-03-01T14:00:00Z' },
    { flags: '--to <instant>', help: 'that start before' },
    { flags: '--zone <zone>', help: 'days and times as they are there, like Europe/Berlin (default: each its own)' },
    { flags: '--sort <by>', help: 'time (default, day by day), name, state or programme' },
    { flags: '--direction <way>', help: 'asc or desc, of another sort than time' },
    ...PAGE_FLAGS,
  ],
  byDefault: true,
  input: z.object({
    today: z.boolean().optional(),
    tomorrow: z.boolean().optional(),
    later: z.boolean().optional(),
    past: z.boolean().optional(),
    all: z.boolean().optional(),
    programme: z.string().optional(),
    phone: phoneArgument.optional(),
    person: phoneArgument.optional(),
    externalId: z.string().optional(),
    text: z.string().optional(),
    state: z.string().optional(),
    reminder: z.string().optional(),
    from: z.string().optional(),
    to: z.string().optional(),
    zone: z.string().optional(),
    sort: z.string().optional(),
    direction: z.string().optional(),
    ...pageInput,
  }),
  run: async (input, { api }) => {
    const { today, tomorrow, later, past, all, reminder, ...rest } = input;
    const flags = { today, tomorrow, later, past, all };
    const [day, another] = DAYS.filter((name) => flags[name]);
    if (another !== undefined) throw usageError(`--${day} and --${another} exclude each other`);
    const answer = await api().call(API.listAppointments, { query: { day, reminderState: reminder, ...rest } });
    const filtered = Object.values(input).some((value) => value !== undefined);
    const isByDay = rest.sort === undefined || rest.sort === 'time';
    const listed = isByDay ? listText(answer) : rowsText(answer.items);
    const text = answer.items.length === 0 ? emptyText(filtered, day === 'all') : listed;
    return { data: answer, text: withMore(text, answer.nextCursor) };
  },
});

const emptyText = (filtered: boolean, allDays: boolean): string =>
  filtered
    ? `No appointment matches.${allDays ? '' : ' See those of all days: --all'}`
    : 'No appointments from today on. Book one: outdial remind +12025550123 --at "2027-03-01 09:30"';

/** Day by day, each under its title. */
function listText({ items, counts }: Page): string {
  const groups: { day: Row['day']; rows: Row[] }[] = [];
  for (const row of items) {
    const last = groups.at(-1);
    if (last?.day === row.day) last.rows.push(row);
    else groups.push({ day: row.day, rows: [row] });
  }
  return groups
    .map(({ day, rows }) => {
      const all = counts === null || day === 'past' ? undefined : counts[day];
      const words =
        all === undefined ? '' : all > MOST_COUNTED ? ` (more than ${count(MOST_COUNTED)})` : ` (${count(all)})`;
      return `${TITLES[day]}${words}\n${rowsText(rows)}`;
    })
    .join('\n\n');
}

function rowsText(rows: readonly Row[]): string {
  const viewed = rows.some(({ viewerLocal }) => viewerLocal !== null);
  return table(rows, [
    { title: 'starts', value: ({ says }) => says },
    ...(viewed ? [{ title: 'for you', value: ({ viewerLocal }: Row) => viewerLocal?.replace('T', ' ') }] : []),
    { title: 'id', value: ({ externalId }) => externalId },
    { title: 'phone', value: ({ phone }) => phone },
    { title: 'name', value: ({ name }) => name },
    { title: 'programme', value: ({ programme }) => programme },
    { title: 'state', value: ({ state }) => state },
    { title: 'next', value: nextWords },
    { title: 'held up', value: ({ heldUp }) => heldUp.map(({ code }) => code.replaceAll('_', ' ')).join(', ') },
  ]);
}

function nextWords({ next, reminders, state }: Row): string {
  if (next) return `${next.says}: ${next.local.replace('T', ' ')}`;
  if (reminders.inFlight > 0) return 'in flight';
  if (reminders.missed > 0) return `missed ${reminders.missed}`;
  return state === 'cancelled' ? '' : 'none';
}

/** What holds up an appointment, in whole sentences. */
export const heldUpWords = (heldUp: Row['heldUp']): string[] =>
  heldUp.map(({ message, at, until }) => {
    const since = at === null ? '' : ` Since ${instant(at)}.`;
    return `${message}${since}${until === null ? '' : ` It can wait until ${instant(until)}.`}`;
  });
