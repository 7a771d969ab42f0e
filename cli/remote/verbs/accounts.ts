import { z } from 'zod';
import { mode, provider } from '../../../api/schemas/states.ts';
import { usageError } from '../../cli-error.ts';
import { readText } from '../../parse/json-file.ts';
import { seconds } from '../../parse/duration.ts';
import { money, moneyOrNone } from '../../parse/money.ts';
import { paces } from '../../parse/paces.ts';
import { wholeNumber } from '../../parse/whole-number.ts';
import { amount, instant } from '../../print/amounts.ts';
import { table } from '../../print/table.ts';
import { verb, type Context } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { findAccountId } from '../find-by-name.ts';
import { inFlightWords } from '../in-flight.ts';

const KEY_FLAGS = [
  { flags: '--api-key <key>', help: "the provider's API key; other users of the machine can see it meanwhile" },
  { flags: '--api-key-file <file>', help: 'the same, from a file; "-" reads standard input' },
] as const;
const keyInput = { apiKey: z.string().optional(), apiKeyFile: z.string().optional() };
const account = z.string();
const reason = z.string().optional();
const REASON_FLAG = { flags: '--reason <text>', help: 'kept in the audit trail' } as const;
const PACE_FLAG = {
  flags: '--pace <limit>',
  help: 'a documented limit, like "1/s calls" or "500/h sms"; may be repeated',
  many: true,
} as const;
const ADD_FLAGS = [
  { flags: '--name <name>', help: 'how people call it' },
  { flags: '--provider <provider>', help: 'agentnumber or cartesia' },
  { flags: '--mode <mode>', help: 'LIVE or SIMULATED, for life: a simulated account can never dial a person' },
  ...KEY_FLAGS,
  { flags: '--base-url <url>', help: "the provider's address, where it is not the usual one" },
  { flags: '--currency <code>', help: 'three letters (default USD)' },
  { flags: '--call-price <amount>', help: 'of a minute of a call, like 0.12' },
  { flags: '--sms-price <amount>', help: 'of one text' },
  { flags: '--max-calls <count>', help: 'calls that may be live at once' },
  { flags: '--queue <duration>', help: 'how long the provider may hold a dial back before it rings' },
  { flags: '--max-minutes <minutes>', help: 'longest call' },
  { flags: '--daily-cap <amount>', help: 'spend of a day at most, or "none"' },
  PACE_FLAG,
] as const;

export const accountVerbs = [
  verb('add', 'add a provider account, and test its key', {
    flags: ADD_FLAGS,
    input: z.object({
      ...keyInput,
      name: z.string(),
      provider,
      mode,
      baseUrl: z.string().optional(),
      currency: z.string().optional(),
      callPrice: money.optional(),
      smsPrice: money.optional(),
      maxCalls: wholeNumber.optional(),
      queue: seconds.optional(),
      maxMinutes: wholeNumber.optional(),
      dailyCap: moneyOrNone.optional(),
      pace: paces.optional(),
    }),
    run: async (input, context) => {
      const api = context.api();
      const added = await api.call(API.addAccount, {
        body: {
          name: input.name,
          provider: input.provider,
          mode: input.mode,
          apiKey: await readKey(input, context),
          baseUrl: input.baseUrl,
          currency: input.currency,
          callMicrosPerMinute: input.callPrice,
          smsMicros: input.smsPrice,
          maxConcurrentCalls: input.maxCalls,
          providerQueueSeconds: input.queue,
          maxCallMinutes: input.maxMinutes,
          dailyCapMicros: input.dailyCap,
          paces: input.pace,
        },
      });
      return { data: added, text: `Added: ${added.accountId}\nTest it with: outdial accounts check "${input.name}"` };
    },
  }),
  verb('list', 'every account: stopped, breaker, balance, live calls', {
    input: z.object({}),
    run: async (_, { api }) => {
      const answer = await api().call(API.listAccounts);
      return { data: answer, text: accountTable(answer.items) };
    },
  }),
  verb('check <account>', 'one test read at the provider', {
    input: z.object({ account }),
    run: async (input, { api }) => {
      const accountId = await findAccountId(api(), input.account);
      const answer = await api().call(API.checkAccount, { params: { accountId } });
      const balance = answer.providerBalanceMicros;
      return {
        data: answer,
        text: `The provider answers${balance === null ? '.' : `; its balance is ${amount(balance)}.`}`,
      };
    },
  }),
  verb('callbacks <account>', 'register our address for callbacks at the provider', {
    input: z.object({ account }),
    run: async (input, { api }) => {
      const accountId = await findAccountId(api(), input.account);
      const answer = await api().call(API.registerCallbacks, { params: { accountId } });
      return { data: answer, text: `Callbacks come to ${answer.url}` };
    },
  }),
  verb('stop <account>', 'no attempt of this account begins any more', {
    flags: [REASON_FLAG],
    input: z.object({ account, reason }),
    run: async (input, { api }) => {
      const accountId = await findAccountId(api(), input.account);
      const answer = await api().call(API.stopAccount, { params: { accountId }, body: { reason: input.reason } });
      return { data: answer, text: `Stopped. ${inFlightWords(answer)}` };
    },
  }),
  verb('start <account>', 'take a stop back', {
    input: z.object({ account }),
    run: async (input, { api }) => {
      const accountId = await findAccountId(api(), input.account);
      const answer = await api().call(API.startAccount, { params: { accountId } });
      return { data: answer, text: 'Started.' };
    },
  }),
  verb('resume <account>', 'close its breaker, once what opened it is repaired', {
    flags: [REASON_FLAG],
    input: z.object({ account, reason }),
    run: async (input, { api }) => {
      const accountId = await findAccountId(api(), input.account);
      const answer = await api().call(API.resumeAccount, { params: { accountId }, body: { reason: input.reason } });
      return { data: answer, text: 'Resumed.' };
    },
  }),
  verb('pace <account>', 'replace its limits; without --pace: none', {
    flags: [PACE_FLAG],
    input: z.object({ account, pace: paces.default([]) }),
    run: async (input, { api }) => {
      const accountId = await findAccountId(api(), input.account);
      const answer = await api().call(API.setPace, { params: { accountId }, body: { paces: input.pace } });
      return { data: answer, text: 'Set.' };
    },
  }),
  verb('rotate-key <account>', "put the provider's new API key in", {
    flags: KEY_FLAGS,
    input: z.object({ account, ...keyInput }),
    run: async (input, context) => {
      const accountId = await findAccountId(context.api(), input.account);
      const body = { apiKey: await readKey(input, context) };
      const answer = await context.api().call(API.rotateAccountKey, { params: { accountId }, body });
      return { data: answer, text: 'The new key is in use.' };
    },
  }),
];

async function readKey(
  input: { apiKey?: string | undefined; apiKeyFile?: string | undefined },
  { io }: Context,
): Promise<string> {
  if (input.apiKey !== undefined && input.apiKeyFile !== undefined) {
    throw usageError('Give --api-key or --api-key-file, not both');
  }
  if (input.apiKey !== undefined) return input.apiKey;
  if (input.apiKeyFile === undefined) throw usageError('--api-key or --api-key-file is missing');
  return (await readText(input.apiKeyFile, io.stdin)).trim();
}

type Account = z.output<(typeof API.listAccounts)['response']>['items'][number];

function accountTable(accounts: readonly Account[]): string {
  return table<Account>(
    accounts,
    [
      { title: 'name', value: ({ name }) => name },
      { title: 'provider', value: (row) => row.provider },
      { title: 'mode', value: (row) => row.mode },
      { title: 'state', value: stateWords },
      { title: 'callbacks', value: ({ callbacks }) => callbacks },
      {
        title: 'live',
        value: ({ liveCalls, maxConcurrentCalls }) => `${liveCalls}/${maxConcurrentCalls}`,
        right: true,
      },
      {
        title: 'at provider',
        value: ({ providerBalanceMicros, currency }) =>
          providerBalanceMicros === null ? '' : amount(providerBalanceMicros, currency),
        right: true,
      },
      { title: 'id', value: ({ id }) => id },
    ],
    'No account yet. Add one: outdial accounts add',
  );
}

function stateWords({ stoppedAt, stoppedReason, breaker }: Account): string {
  if (stoppedAt !== null) return `stopped${stoppedReason === null ? '' : `: ${stoppedReason}`}`;
  if (breaker.state === 'closed') return 'ok';
  const until = breaker.resumeAt === null ? 'until a person resumes it' : `until ${instant(breaker.resumeAt)}`;
  return `breaker ${breaker.state}: ${breaker.reason ?? 'no reason'} (${until})`;
}
