import { z } from 'zod';
import { usageError } from '../../cli-error.ts';
import { moneyOrNone } from '../../parse/money.ts';
import { paces } from '../../parse/paces.ts';
import { wholeNumber } from '../../parse/whole-number.ts';
import { amount, instant } from '../../print/amounts.ts';
import { table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { findAccountId } from '../find-by-name.ts';
import { inFlightWords } from '../in-flight.ts';
import { addAccountVerb, PACE_FLAG } from './add-account.ts';
import { KEY_FLAGS, keyInput, readKey } from './provider-key.ts';

const account = z.string();
const reason = z.string().optional();
const REASON_FLAG = { flags: '--reason <text>', help: 'kept in the audit trail' } as const;

export const accountVerbs = [
  addAccountVerb,
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
  verb('change <account>', 'its name and its limits; they hold from the next round of dialing on', {
    flags: [
      { flags: '--name <name>', help: 'how people call it from now on' },
      { flags: '--max-calls <count>', help: 'calls that may be live at once' },
      { flags: '--daily-cap <amount>', help: 'spend of a day at most, or "none"' },
    ],
    input: z.object({
      account,
      name: z.string().optional(),
      maxCalls: wholeNumber.optional(),
      dailyCap: moneyOrNone.optional(),
    }),
    run: async ({ account: nameOrId, name, maxCalls, dailyCap }, { api }) => {
      const body = { name, maxConcurrentCalls: maxCalls, dailyCapMicros: dailyCap };
      if (Object.values(body).every((value) => value === undefined)) {
        throw usageError('Nothing to change: give --name, --max-calls or --daily-cap.');
      }
      const accountId = await findAccountId(api(), nameOrId);
      const answer = await api().call(API.changeAccount, { params: { accountId }, body });
      return { data: answer, text: 'Changed.' };
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
