import { z } from 'zod';
import { usageError } from '../../cli-error.ts';
import { decimal } from '../../parse/whole-number.ts';
import { amount, count, instant, plural } from '../../print/amounts.ts';
import { table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { confirm, YES_FLAG } from '../confirm.ts';
import { API } from '../endpoints.ts';
import { campaignParams } from '../find-campaign.ts';
import { inFlightWords } from '../in-flight.ts';
import { PAGE_FLAGS, pageInput, withMore } from '../paging.ts';
import { planVerbs } from '../retries/plan-verbs.ts';
import { exclusionTable, planWords, resultTable, resumeQuestion, retryFields } from '../retries/retry-words.ts';

const retry = z.string();
const paramsOf = (input: { retry: string }) => ({ retryId: input.retry });
const REASON_FLAG = { flags: '--reason <text>', help: 'shown to others, and kept in the audit trail' } as const;

const readVerbs = [
  verb('list', 'retries, newest first', {
    flags: [
      { flags: '--campaign <campaign>', help: 'of one campaign, by name or id' },
      { flags: '--state <state>', help: 'planned, running, paused, completed or aborted' },
      ...PAGE_FLAGS,
    ],
    input: z.object({ campaign: z.string().optional(), state: z.string().optional(), ...pageInput }),
    run: async ({ campaign, ...rest }, { api }) => {
      const of = campaign === undefined ? {} : await campaignParams(api(), campaign);
      const answer = await api().call(API.listRetries, { query: { ...of, ...rest } });
      const text = table(
        answer.items,
        [
          { title: 'name', value: ({ name }) => name },
          { title: 'state', value: ({ state }) => state },
          {
            title: 'done',
            value: ({ members, plan }) => `${count(members.done)}/${count(plan.willDial)}`,
            right: true,
          },
          { title: 'spent', value: ({ spentMicros, plan }) => amount(spentMicros, plan.currency), right: true },
          { title: 'campaign', value: ({ campaignName }) => campaignName },
          { title: 'planned', value: ({ plannedAt }) => instant(plannedAt) },
          { title: 'id', value: ({ id }) => id },
        ],
        'No retry.',
      );
      return { data: answer, text: withMore(text, answer.nextCursor) };
    },
  }),
  verb('show <retry>', 'its plan, how far it is, and what came of it: before and after', {
    input: z.object({ retry }),
    run: async (input, { api }) => {
      const shown = await api().call(API.showRetry, { params: paramsOf(input) });
      const { items: results } = await api().call(API.retryResults, { params: paramsOf(input) });
      const text =
        shown.state === 'planned'
          ? planWords(shown)
          : [retryFields(shown), exclusionTable(shown), resultTable(results)].join('\n\n');
      return { data: { ...shown, results }, text };
    },
  }),
  verb('members <retry>', 'who is in it, why somebody is left out, and what came of each', {
    flags: [
      { flags: '--status <status>', help: 'planned, excluded, queued, waiting, dialled or given_back' },
      { flags: '--exclusion <reason>', help: 'left out for this reason, as "show" names it' },
      ...PAGE_FLAGS,
    ],
    input: z.object({ retry, status: z.string().optional(), exclusion: z.string().optional(), ...pageInput }),
    run: async ({ retry: retryId, ...query }, { api }) => {
      const answer = await api().call(API.listRetryMembers, { params: { retryId }, query });
      const text = table(
        answer.items,
        [
          { title: 'contact', value: ({ contactId }) => contactId, right: true },
          { title: 'phone', value: ({ phone }) => phone },
          { title: 'name', value: ({ name }) => name },
          { title: 'status', value: ({ status }) => status },
          { title: 'before', value: ({ before }) => before },
          { title: 'now', value: ({ result }) => result },
          { title: 'why not', value: ({ exclusionWords }) => exclusionWords },
        ],
        'Nobody.',
      );
      return { data: answer, text: withMore(text, answer.nextCursor) };
    },
  }),
];

const controlVerbs = [
  verb('pause <retry>', 'no dial of it begins later than 2 s after the answer', {
    flags: [REASON_FLAG],
    input: z.object({ retry, reason: z.string().optional() }),
    run: async (input, { api }) => {
      const call = { params: paramsOf(input), body: { reason: input.reason } };
      const answer = await api().call(API.pauseRetry, call);
      return { data: answer, text: `Paused. ${inFlightWords(answer)}` };
    },
  }),
  verb('resume <retry>', 'go on after a pause; where the canary stopped it, the rest follows', {
    flags: [{ ...REASON_FLAG, help: 'why; required where the canary stopped it, kept in the audit trail' }, YES_FLAG],
    input: z.object({ retry, reason: z.string().optional(), yes: z.boolean().optional() }),
    run: async (input, context) => {
      const shown = await context.api().call(API.showRetry, { params: paramsOf(input) });
      if (shown.state === 'paused') await confirm(context, input.yes, resumeQuestion(shown));
      const call = { params: paramsOf(input), body: { reason: input.reason } };
      const answer = await context.api().call(API.resumeRetry, call);
      return { data: answer, text: 'Dialing goes on.' };
    },
  }),
  verb('abort <retry>', 'end it: who was not dialled stands again as before; a plan is thrown away', {
    flags: [REASON_FLAG, YES_FLAG],
    input: z.object({ retry, reason: z.string().optional(), yes: z.boolean().optional() }),
    run: async (input, context) => {
      await confirm(context, input.yes, 'End this retry for good?');
      const call = { params: paramsOf(input), body: { reason: input.reason } };
      const answer = await context.api().call(API.abortRetry, call);
      const back = `${plural(answer.givenBack, 'contact')} given back: each stands as before the retry.`;
      return { data: answer, text: `Aborted. ${back} ${inFlightWords(answer)}` };
    },
  }),
  verb('throttle <retry>', 'change how fast it dials; holds from the next dial on', {
    flags: [
      { flags: '--pace <count>', help: 'dials a second at most, like 0.5' },
      { flags: '--no-limit', help: 'as fast as its campaign' },
    ],
    input: z.object({ retry, pace: decimal.optional(), limit: z.boolean() }),
    run: async (input, { api }) => {
      if ((input.pace === undefined) === input.limit) throw usageError('Give --pace or --no-limit.');
      const call = { params: paramsOf(input), body: { pacePerSecond: input.pace ?? null } };
      const answer = await api().call(API.throttleRetry, call);
      const pace = input.pace === undefined ? 'as fast as its campaign' : `at most ${input.pace} a second`;
      return { data: answer, text: `From now on: ${pace}.` };
    },
  }),
];

export const retryVerbs = [...planVerbs, ...readVerbs, ...controlVerbs];
