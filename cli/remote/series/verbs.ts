import { z } from 'zod';
import { usageError } from '../../cli-error.ts';
import { pairs } from '../../parse/pairs.ts';
import { phoneArgument } from '../../parse/phone.ts';
import { instant } from '../../print/amounts.ts';
import { table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { confirm, YES_FLAG } from '../confirm.ts';
import { API } from '../endpoints.ts';
import { PAGE_FLAGS, pageInput, withMore } from '../paging.ts';
import { changeWords, seriesWords } from './series-words.ts';

const reason = z.string().optional();
const REASON_FLAG = { flags: '--reason <text>', help: 'kept in the audit trail' } as const;
const WHICH = { programme: z.string(), series: z.string() };
const paramsOf = ({ programme, series }: { programme: string; series: string }) => ({
  programmeId: programme,
  externalId: series,
});

/** What a series says, as flags. */
const TELLING = [
  { flags: '--rule <rule>', help: 'RRULE, or words like "every 2nd Tuesday 09:30"' },
  { flags: '--first <local time>', help: 'its first start, like "2026-12-08 09:30" (default: from today on)' },
  { flags: '--zone <zone>', help: "whose clock: default the programme's, else the number's" },
  { flags: '--phone <phone>', help: 'who comes, like +12025550123' },
  { flags: '--name <name>', help: 'their name' },
  { flags: '--var <name=value>', help: 'what the texts say; may be repeated', many: true },
  { flags: '--dry-run', help: 'only say what it would do' },
] as const;
const told = {
  rule: z.string().optional(),
  first: z.string().optional(),
  zone: z.string().optional(),
  phone: phoneArgument.optional(),
  name: z.string().optional(),
  var: z.array(z.string()).optional(),
  dryRun: z.boolean().optional(),
};

const RULE_HELP = `Rules: "every weekday 8:00", "every 2nd Tuesday 09:30" (every other one), "2nd Tuesday of the month 09:30",
"every 2 weeks on Mon, Wed 10:00", "monthly on the 15th 9:00", "last Friday of the month 16:00", with ", 10 times"
or "until 31 Dec 2026" behind; or RFC 5545: FREQ=WEEKLY;INTERVAL=2;BYDAY=TU.`;

export const seriesVerbs = [
  verb('list <programme>', 'recurring appointments of a programme', {
    flags: [
      { flags: '--state <state>', help: 'active, paused or ended' },
      { flags: '--phone <phone>', help: 'of one number' },
      ...PAGE_FLAGS,
    ],
    input: z.object({
      programme: z.string(),
      state: z.string().optional(),
      phone: phoneArgument.optional(),
      ...pageInput,
    }),
    run: async ({ programme, ...query }, { api }) => {
      const answer = await api().call(API.listSeries, { params: { programmeId: programme }, query });
      const text = table(
        answer.items,
        [
          { title: 'series', value: ({ externalId }) => externalId },
          { title: 'state', value: ({ state }) => state },
          { title: 'rule', value: ({ words }) => words },
          { title: 'phone', value: ({ phone }) => phone },
          { title: 'next', value: ({ next }) => next[0]?.understood },
          { title: 'booked until', value: ({ madeUntil }) => instant(madeUntil) },
        ],
        'No series.',
      );
      return { data: answer, text: withMore(text, answer.nextCursor) };
    },
  }),
  verb('show <programme> <series>', 'its rule, and the next five', {
    input: z.object(WHICH),
    run: async (input, { api }) => {
      const answer = await api().call(API.showSeries, { params: paramsOf(input) });
      return { data: answer, text: seriesWords(answer) };
    },
  }),
  verb('set <programme> <series>', 'create it, or change all of it from now on', {
    flags: TELLING,
    help: `${RULE_HELP}\n\nTo edit one occurrence alone, book its appointment: SERIES/DATE. To skip one: outdial series skip.`,
    input: z.object({ ...WHICH, ...told, rule: z.string(), phone: phoneArgument }),
    run: async ({ programme, series, dryRun, var: given, ...body }, { api }) => {
      const answer = await api().call(API.putSeries, {
        params: paramsOf({ programme, series }),
        query: { dryRun },
        body: { ...body, variables: variablesOf(given) },
      });
      return { data: answer, text: changeWords(answer, dryRun) };
    },
  }),
  verb('split <programme> <series>', 'change one occurrence and all that follow', {
    flags: [
      { flags: '--from <date>', help: 'the local date of the first occurrence that changes' },
      { flags: '--into <series>', help: 'external id of the new series (default: the old one with @DATE)' },
      ...TELLING,
      REASON_FLAG,
    ],
    help: `What is left out stays as it is.\n\n${RULE_HELP}`,
    input: z.object({ ...WHICH, ...told, from: z.string(), into: z.string().optional(), reason }),
    run: async ({ programme, series, dryRun, var: given, into, ...body }, { api }) => {
      const answer = await api().call(API.splitSeries, {
        params: paramsOf({ programme, series }),
        query: { dryRun },
        body: { ...body, newExternalId: into, variables: variablesOf(given) },
      });
      return { data: answer, text: changeWords(answer, dryRun) };
    },
  }),
  verb('skip <programme> <series>', 'let one occurrence pass in silence; its appointment stands', {
    flags: [
      { flags: '--occurrence <date>', help: 'its local date (default: the next one)' },
      { flags: '--undo', help: 'let messages go out for it again' },
      REASON_FLAG,
    ],
    input: z.object({ ...WHICH, occurrence: z.string().optional(), undo: z.boolean().optional(), reason }),
    run: async ({ programme, series, ...body }, { api }) => {
      if (body.undo && body.occurrence === undefined) throw usageError('--undo needs --occurrence');
      const answer = await api().call(API.skipOnce, { params: paramsOf({ programme, series }), body });
      const what = body.undo ? 'Messages go out again' : 'Nothing goes out';
      return { data: answer, text: `${what} for ${answer.externalId}, ${answer.understood}.` };
    },
  }),
  verb('pause <programme> <series>', 'keep its appointments and send nothing for them', {
    flags: [REASON_FLAG],
    input: z.object({ ...WHICH, reason }),
    run: async (input, { api }) => {
      const answer = await api().call(API.pauseSeries, { params: paramsOf(input), body: { reason: input.reason } });
      return { data: answer, text: changeWords(answer) };
    },
  }),
  verb('resume <programme> <series>', 'go on after a pause', {
    flags: [REASON_FLAG],
    input: z.object({ ...WHICH, reason }),
    run: async (input, { api }) => {
      const answer = await api().call(API.resumeSeries, { params: paramsOf(input), body: { reason: input.reason } });
      return { data: answer, text: changeWords(answer) };
    },
  }),
  verb('end <programme> <series>', 'cancel all that are to come', {
    flags: [REASON_FLAG, YES_FLAG],
    input: z.object({ ...WHICH, reason, yes: z.boolean().optional() }),
    run: async (input, context) => {
      await confirm(context, input.yes, `Cancel every appointment to come of ${input.series}?`);
      const call = { params: paramsOf(input), query: { reason: input.reason } };
      const answer = await context.api().call(API.endSeries, call);
      return { data: answer, text: changeWords(answer) };
    },
  }),
];

const variablesOf = (given: readonly string[] | undefined): Record<string, string> | undefined =>
  given === undefined ? undefined : pairs.parse([...given]);
