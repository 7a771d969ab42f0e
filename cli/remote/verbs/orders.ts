import { z } from 'zod';
import type { orderResult } from '../../../api/schemas/accounts.ts';
import { usageError } from '../../cli-error.ts';
import { EXIT } from '../../exit-codes.ts';
import { instant } from '../../print/amounts.ts';
import { oneLine, table } from '../../print/table.ts';
import { verb, type Answer } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { PAGE_FLAGS, pageInput, withMore } from '../paging.ts';

export const orderVerbs = [
  verb('list', 'numbers and credit that were ordered, and what came of it', {
    flags: [{ flags: '--state <state>', help: 'sending, done, refused or unknown' }, ...PAGE_FLAGS],
    input: z.object({ state: z.string().optional(), ...pageInput }),
    run: async (input, { api }) => {
      const answer = await api().call(API.listOrders, { query: input });
      const text = table(answer.items, [
        { title: 'kind', value: ({ kind }) => kind },
        { title: 'state', value: ({ state }) => state },
        { title: 'at', value: ({ createdAt }) => instant(createdAt) },
        { title: 'by', value: ({ createdBy }) => createdBy },
        { title: 'asked for', value: ({ request }) => JSON.stringify(request) },
        { title: 'id', value: ({ id }) => id },
      ]);
      return { data: answer, text: withMore(text, answer.nextCursor) };
    },
  }),
  verb('resolve <order>', 'say what became of an unknown order, once you have looked at the provider', {
    flags: [
      { flags: '--happened', help: 'the provider did it' },
      { flags: '--did-not-happen', help: 'the provider did not' },
      { flags: '--reason <text>', help: 'how you know; kept in the audit trail' },
    ],
    input: z.object({
      order: z.string(),
      happened: z.boolean().optional(),
      didNotHappen: z.boolean().optional(),
      reason: z.string(),
    }),
    run: async (input, { api }) => {
      if ((input.happened === true) === (input.didNotHappen === true)) {
        throw usageError('Give --happened or --did-not-happen');
      }
      const body = { happened: input.happened === true, reason: input.reason };
      const answer = await api().call(API.resolveOrder, { params: { orderId: input.order }, body });
      return { data: answer, text: `The order is ${answer.state} now.` };
    },
  }),
];

/** An order is sent once; what is unknown is a person's to find out, and never a success. */
export function orderAnswer(order: z.output<typeof orderResult>, done: string): Answer {
  const said = order.message === undefined ? '' : ` ${oneLine(order.message)}`;
  switch (order.state) {
    case 'done':
      return { data: order, text: `${done}${said} (order ${order.orderId})` };
    case 'refused':
      return { data: order, text: `The provider refused.${said} (order ${order.orderId})`, exitCode: EXIT.failed };
    case 'unknown':
      return {
        data: order,
        text:
          `It may have happened.${said}\nLook at the provider, then: outdial orders resolve ${order.orderId} ` +
          '--happened|--did-not-happen --reason "..."',
        exitCode: EXIT.failed,
      };
  }
}
