import { z } from 'zod';
import { instantIn } from '../../../api/schemas/common.ts';
import { scopeIn } from '../../../api/schemas/suppressions.ts';
import { usageError } from '../../cli-error.ts';
import { seconds } from '../../parse/duration.ts';
import { wholeNumber } from '../../parse/whole-number.ts';
import { instant, plural } from '../../print/amounts.ts';
import { table } from '../../print/table.ts';
import { verb, type Context } from '../../verb.ts';
import { confirm, YES_FLAG } from '../confirm.ts';
import { campaignParams } from '../find-campaign.ts';
import { PAGE_FLAGS, pageInput, withMore } from '../paging.ts';
import { FILTER_FLAGS, filterInput, filterOf } from '../retries/retry-flags.ts';
import { SCOPE_FLAGS } from '../verbs/suppressions.ts';
import { FAILURES } from './endpoints.ts';
import { snoozeEnd } from './failure-words.ts';

/** A million contacts take some minutes. */
const BULK_TIMEOUT_MS = 30 * 60 * 1_000;
const REASON_FLAG = { flags: '--reason <text>', help: 'why; shown to others, and kept in the audit trail' } as const;

const bulkInput = {
  campaign: z.string(),
  reason: z.string(),
  ...filterInput,
  yes: z.boolean().optional(),
};

/** Who matches now, counted and confirmed. Throws CliError. */
async function confirmed(
  input: z.output<z.ZodObject<typeof bulkInput>>,
  context: Context,
  question: (contacts: string) => string,
) {
  const { api } = context;
  const filter = { ...(await campaignParams(api(), input.campaign)), ...(await filterOf(input, api)) };
  const { contacts } = await api().call(FAILURES.count, { body: { filter }, timeoutMs: BULK_TIMEOUT_MS });
  if (contacts > 0) await confirm(context, input.yes, question(plural(contacts, 'contact')));
  return filter;
}

export const bulkVerbs = [
  verb('resolve <campaign>', 'declare failed contacts done with: no list shows them, no retry takes them', {
    flags: [...FILTER_FLAGS, REASON_FLAG, YES_FLAG],
    help: 'Without a filter all failed contacts of the campaign are meant. Who fails after it was asked for is not.',
    input: z.object(bulkInput),
    run: async (input, context) => {
      const filter = await confirmed(input, context, (contacts) => `Resolve ${contacts}?`);
      const body = { filter, reason: input.reason };
      const answer = await context.api().call(FAILURES.resolve, { body, timeoutMs: BULK_TIMEOUT_MS });
      const text =
        answer.resolutionId === null
          ? 'Nobody matches: nothing was done.'
          : `${plural(answer.count, 'contact')} resolved. To take it back: outdial failures undo ${answer.resolutionId}`;
      return { data: answer, text };
    },
  }),
  verb('undo <resolution>', 'put what was resolved back onto the lists', {
    input: z.object({ resolution: z.string() }),
    run: async ({ resolution }, { api }) => {
      const call = { params: { resolutionId: resolution }, timeoutMs: BULK_TIMEOUT_MS };
      const answer = await api().call(FAILURES.undo, call);
      return { data: answer, text: `${plural(answer.count, 'contact')} back on the list.` };
    },
  }),
  verb('resolutions', 'what was declared done with, by whom and why', {
    flags: [{ flags: '--campaign <campaign>', help: 'of one campaign, by name or id' }, ...PAGE_FLAGS],
    input: z.object({ campaign: z.string().optional(), ...pageInput }),
    run: async ({ campaign, ...rest }, { api }) => {
      const of = campaign === undefined ? {} : await campaignParams(api(), campaign);
      const answer = await api().call(FAILURES.resolutions, { query: { ...of, ...rest } });
      const text = table(answer.items, [
        { title: 'at', value: ({ at }) => instant(at) },
        { title: 'contacts', value: ({ contacts }) => contacts, right: true },
        { title: 'causes', value: ({ causes }) => (causes.length === 0 ? 'any' : causes.join(', ')) },
        { title: 'campaign', value: ({ campaignName }) => campaignName },
        { title: 'reason', value: ({ reason }) => reason },
        { title: 'by', value: ({ by }) => by },
        { title: 'undone', value: ({ undoneAt }) => instant(undoneAt) },
        { title: 'id', value: ({ id }) => id },
      ]);
      return { data: answer, text: withMore(text, answer.nextCursor) };
    },
  }),
  verb('suppress <campaign>', 'never contact the numbers of failed contacts again', {
    flags: [...FILTER_FLAGS, ...SCOPE_FLAGS, REASON_FLAG, YES_FLAG],
    help: 'They become a suppression list of their own; removing that list takes it back.',
    input: z.object({ ...bulkInput, ...scopeIn }),
    run: async (input, context) => {
      const filter = await confirmed(input, context, (contacts) => `Never contact the numbers of ${contacts} again?`);
      const body = { filter, reason: input.reason, purpose: input.purpose, channel: input.channel };
      const answer = await context.api().call(FAILURES.suppress, { body, timeoutMs: BULK_TIMEOUT_MS });
      const text =
        answer.list === null
          ? 'No number to suppress: nobody matches, or all are suppressed already.'
          : `${plural(answer.numbers, 'number')} suppressed, ${plural(answer.contactsEnded, 'waiting contact')} ended. ` +
            `To take it back: outdial suppressions remove ${answer.list} --reason TEXT`;
      return { data: answer, text };
    },
  }),
];

export const snoozeVerbs = [
  verb('snooze <cause>', 'hide a group until a time, or until it has grown', {
    flags: [
      { flags: '--campaign <campaign>', help: 'in one campaign, by name or id; without it in all' },
      { flags: '--until <instant>', help: 'like 2027-03-01T14:00:00Z' },
      { flags: '--for <duration>', help: 'in place of --until, like 4h' },
      { flags: '--count <failed>', help: 'until so many attempts failed' },
      REASON_FLAG,
    ],
    input: z.object({
      cause: z.string(),
      campaign: z.string().optional(),
      until: instantIn.optional(),
      for: seconds.optional(),
      count: wholeNumber.optional(),
      reason: z.string(),
    }),
    run: async ({ cause, campaign, until, for: forSeconds, count: untilCount, reason }, { api }) => {
      if (until !== undefined && forSeconds !== undefined) throw usageError('Give --until or --for.');
      const of = campaign === undefined ? { campaignId: null } : await campaignParams(api(), campaign);
      // By the clock of the API: a machine's own may be wrong, and that of a trial is moved.
      const at = forSeconds === undefined ? undefined : (await api().call(FAILURES.list, { query: {} })).at;
      const untilAt = at === undefined ? until : new Date(Date.parse(at) + (forSeconds ?? 0) * 1_000).toISOString();
      const answer = await api().call(FAILURES.snooze, { body: { ...of, cause, untilAt, untilCount, reason } });
      const end = snoozeEnd({ untilAt: untilAt ?? null, untilCount: untilCount ?? null });
      return { data: answer, text: `Snoozed until ${end}. To show it again: outdial failures wake ${answer.snoozeId}` };
    },
  }),
  verb('wake <snooze>', 'show a snoozed group again', {
    input: z.object({ snooze: z.string() }),
    run: async ({ snooze }, { api }) => {
      const answer = await api().call(FAILURES.wake, { params: { snoozeId: snooze } });
      return { data: answer, text: answer.already ? 'It was shown again already.' : 'Shown again.' };
    },
  }),
  verb('snoozes', 'what is hidden, until when, by whom and why', {
    input: z.object({}),
    run: async (_, { api }) => {
      const answer = await api().call(FAILURES.snoozes);
      const text = table(answer.items, [
        { title: 'cause', value: ({ cause }) => cause },
        { title: 'until', value: snoozeEnd },
        { title: 'in', value: ({ campaignId }) => campaignId ?? 'all campaigns' },
        { title: 'reason', value: ({ reason }) => reason },
        { title: 'by', value: ({ by }) => by },
        { title: 'id', value: ({ id }) => id },
      ]);
      return { data: answer, text };
    },
  }),
];
