import { z } from 'zod';
import { usageError } from '../../cli-error.ts';
import { amount, instant, plural } from '../../print/amounts.ts';
import { verb, type Answer, type Context } from '../../verb.ts';
import { confirm, YES_FLAG } from '../confirm.ts';
import { API } from '../endpoints.ts';
import { campaignParams } from '../find-campaign.ts';
import { FILTER_FLAGS, filterInput, filterOf, OPTION_FLAGS, optionInput, optionsOf } from './retry-flags.ts';
import { planWords, type Retry } from './retry-words.ts';

const START_FLAG = { flags: '--start', help: 'and begin it, once you have seen the plan' } as const;
const REASON_FLAG = { flags: '--reason <text>', help: 'why; shown to others, and kept in the audit trail' } as const;

/** Commands that make a plan. A plan dials nobody. */
export const planVerbs = [
  verb('plan <campaign>', 'freeze who failed, and say what dialling them again would mean; dials nobody', {
    flags: [
      { flags: '--name <name>', help: 'of the retry, in lists (default: the causes)' },
      REASON_FLAG,
      ...FILTER_FLAGS,
      ...OPTION_FLAGS,
      START_FLAG,
      YES_FLAG,
    ],
    input: z.object({
      campaign: z.string(),
      name: z.string().optional(),
      reason: z.string(),
      ...filterInput,
      ...optionInput,
      start: z.boolean().optional(),
      yes: z.boolean().optional(),
    }),
    run: async (input, context) => {
      if (input.yes && !input.start) throw usageError('--yes needs --start.');
      const { api } = context;
      const filter = { ...(await campaignParams(api(), input.campaign)), ...(await filterOf(input, api)) };
      const name = input.name ?? ((input.cause ?? []).join(', ') || 'Failed contacts');
      const body = { name, reason: input.reason, filter, options: await optionsOf(input, api) };
      return await planned(await api().call(API.planRetry, { body, timeoutMs: PLAN_TIMEOUT_MS }), input, context);
    },
  }),
  verb('again <retry>', 'plan another one of who failed again in this one', {
    flags: [{ flags: '--name <name>', help: 'of the new retry' }, REASON_FLAG, ...OPTION_FLAGS, START_FLAG, YES_FLAG],
    input: z.object({
      retry: z.string(),
      name: z.string().optional(),
      reason: z.string(),
      ...optionInput,
      start: z.boolean().optional(),
      yes: z.boolean().optional(),
    }),
    run: async (input, context) => {
      if (input.yes && !input.start) throw usageError('--yes needs --start.');
      const { api } = context;
      const body = { name: input.name, reason: input.reason, options: await optionsOf(input, api) };
      const call = { params: { retryId: input.retry }, body, timeoutMs: PLAN_TIMEOUT_MS };
      return await planned(await api().call(API.retryAgain, call), input, context);
    },
  }),
  verb('start <retry>', 'begin a planned retry; an abort within 5 s takes it back', {
    flags: [YES_FLAG],
    input: z.object({ retry: z.string(), yes: z.boolean().optional() }),
    run: async (input, context) => {
      const retry = await context.api().call(API.showRetry, { params: { retryId: input.retry } });
      return await start(retry, input.yes, context);
    },
  }),
];

/** A quarter of a million contacts are judged one by one. */
const PLAN_TIMEOUT_MS = 300_000;

async function planned(
  retry: Retry,
  { start: wanted, yes }: { start?: boolean | undefined; yes?: boolean | undefined },
  context: Context,
): Promise<Answer> {
  if (!wanted) return { data: retry, text: planWords(retry) };
  if (!context.json) context.io.err(`${planWords(retry)}\n`);
  return await start(retry, yes, context);
}

/** The question names the count and the cost; twice is once. Throws CliError. */
async function start(retry: Retry, yes: boolean | undefined, context: Context): Promise<Answer> {
  const { willDial, costAtMostMicros, currency } = retry.plan;
  if (retry.state === 'planned') {
    const question = `Dial ${plural(willDial, 'contact')}, for at most ${amount(costAtMostMicros, currency)}?`;
    await confirm(context, yes, question);
  }
  const { startsAt } = await context.api().call(API.startRetry, { params: { retryId: retry.id } });
  const lines = [
    `Started: the first dial is not before ${instant(startsAt)}. Until then an abort takes it back whole:`,
    `  outdial retries abort ${retry.id}`,
    `See how it goes: outdial retries show ${retry.id}`,
  ];
  return { data: { ...retry, state: 'running', startsAt }, text: lines.join('\n') };
}
