import { z } from 'zod';
import { money } from '../../parse/money.ts';
import { amount, instant } from '../../print/amounts.ts';
import { table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { confirm, YES_FLAG } from '../confirm.ts';
import { API } from '../endpoints.ts';
import { findAccountId } from '../find-by-name.ts';
import { PAGE_FLAGS, pageInput, withMore } from '../paging.ts';
import { orderAnswer } from './orders.ts';

const account = z.string();
const amountOrNone = (micros: number | null): string => (micros === null ? '' : amount(micros));

export const creditVerbs = [
  verb('show', 'what every account and campaign has, holds and has spent', {
    input: z.object({}),
    run: async (_, { api }) => {
      const answer = await api().call(API.balances);
      const text = table(answer.items, [
        { title: 'of', value: ({ owner }) => owner },
        { title: 'name', value: ({ name }) => name },
        { title: 'funded', value: ({ fundedMicros }) => amount(fundedMicros), right: true },
        { title: 'spent', value: ({ spentMicros }) => amount(spentMicros), right: true },
        { title: 'available', value: ({ availableMicros }) => amount(availableMicros), right: true },
        { title: 'held', value: ({ heldMicros }) => amount(heldMicros), right: true },
        { title: 'free', value: ({ freeMicros }) => amount(freeMicros), right: true },
        { title: '', value: ({ currency }) => currency },
        {
          title: 'at provider',
          value: ({ providerBalanceMicros, providerBalanceAt }) =>
            providerBalanceMicros === null ? '' : `${amount(providerBalanceMicros)} (${instant(providerBalanceAt)})`,
        },
      ]);
      return { data: answer, text };
    },
  }),
  verb('top-up <account> <amount>', 'book credit that was paid in at the provider', {
    flags: [{ flags: '--note <text>', help: 'kept with the ledger line' }],
    input: z.object({ account, amount: money, note: z.string().optional() }),
    run: async (input, { api }) => {
      const accountId = await findAccountId(api(), input.account);
      const body = { accountId, amountMicros: input.amount, note: input.note };
      const answer = await api().call(API.topUp, { body });
      return { data: answer, text: `Available now: ${amount(answer.availableMicros)}.` };
    },
  }),
  verb('adjust <account> <amount>', 'correct the ledger by a line of its own; write -- before a negative amount', {
    flags: [{ flags: '--note <text>', help: 'why; kept with the ledger line' }],
    input: z.object({ account, amount: money, note: z.string() }),
    run: async (input, { api }) => {
      const accountId = await findAccountId(api(), input.account);
      const body = { accountId, amountMicros: input.amount, note: input.note };
      const answer = await api().call(API.adjustCredit, { body });
      return { data: answer, text: `Available now: ${amount(answer.availableMicros)}.` };
    },
  }),
  verb('sync <account>', "read the provider's own balance", {
    input: z.object({ account }),
    run: async (input, { api }) => {
      const accountId = await findAccountId(api(), input.account);
      const answer = await api().call(API.syncBalance, { body: { accountId } });
      const balance = answer.providerBalanceMicros;
      return { data: answer, text: balance === null ? 'The provider tells no balance.' : `${amount(balance)}.` };
    },
  }),
  verb('entries', 'the ledger, line by line', {
    flags: [
      { flags: '--account <account>', help: 'of one account' },
      { flags: '--campaign <id>', help: "of one campaign's own budget" },
      { flags: '--of-campaign <id>', help: 'of the calls and texts of one campaign, whoever paid' },
      { flags: '--attempt <id>', help: 'of one attempt' },
      { flags: '--kind <kind>', help: 'topup, settle, overrun, presumed, adjust, budget; hold = now, release' },
      ...PAGE_FLAGS,
    ],
    input: z.object({
      account: account.optional(),
      campaign: z.string().optional(),
      ofCampaign: z.string().optional(),
      attempt: z.string().optional(),
      kind: z.string().optional(),
      ...pageInput,
    }),
    run: async ({ account: named, campaign, attempt, ...rest }, { api }) => {
      const accountId = named === undefined ? undefined : await findAccountId(api(), named);
      const query = { accountId, campaignId: campaign, attemptId: attempt, ...rest };
      const answer = await api().call(API.listEntries, { query });
      const text = table(answer.items, [
        { title: 'id', value: ({ id }) => id, right: true },
        { title: 'at', value: ({ createdAt }) => instant(createdAt) },
        { title: 'kind', value: ({ kind }) => kind },
        { title: 'amount', value: ({ amountMicros }) => amount(amountMicros), right: true },
        { title: 'held', value: ({ heldMicros }) => amountOrNone(heldMicros), right: true },
        { title: 'released', value: ({ releasedMicros }) => amountOrNone(releasedMicros), right: true },
        { title: 'from', value: ({ from }) => from },
        { title: 'to', value: ({ to }) => to },
        { title: 'attempt', value: ({ attemptId }) => attemptId },
        { title: 'note', value: ({ note }) => note },
      ]);
      return { data: answer, text: withMore(text, answer.nextCursor) };
    },
  }),
  verb('purchase <account> <amount>', 'buy credit at the provider; the request is sent once, and costs money', {
    flags: [
      { flags: '--force', help: 'although an earlier purchase may have happened: see outdial orders list' },
      YES_FLAG,
    ],
    input: z.object({ account, amount: money, force: z.boolean().optional(), yes: z.boolean().optional() }),
    run: async (input, context) => {
      const accountId = await findAccountId(context.api(), input.account);
      await confirm(context, input.yes, `Buy credit of ${amount(input.amount)} for "${input.account}"?`);
      const body = { accountId, amountMicros: input.amount, force: input.force };
      return orderAnswer(await context.api().call(API.purchaseCredit, { body }), 'The credit is bought.');
    },
  }),
];
