import { z } from 'zod';
import { CliError, usageError } from '../../cli-error.ts';
import { EXIT } from '../../exit-codes.ts';
import { wholeNumber } from '../../parse/whole-number.ts';
import { instant, plural } from '../../print/amounts.ts';
import { table } from '../../print/table.ts';
import { verb, type Context } from '../../verb.ts';
import { confirm, YES_FLAG } from '../confirm.ts';
import { API } from '../endpoints.ts';
import { PAGE_FLAGS, pageInput, withMore } from '../paging.ts';

const KIND_FLAG = {
  flags: '--kind <kind>',
  help: 'a kind or its beginning, like appointment.confirmed or appointment; may be repeated (default: all)',
  many: true,
} as const;
const ID = { id: z.string() };
const endpointOf = ({ id }: { id: string }) => ({ endpointId: id });

const POLL_MS = 500;
/** The way of a test event: the relay a second at most, the request ten. */
const WAIT_MS = 15_000;

const secretWords = (secret: string): string =>
  `${secret}\n\nIt is shown this once. Check with it the header webhook-signature (Standard Webhooks).`;

export const webhookVerbs = [
  verb('list', 'where events go', {
    input: z.object({}),
    run: async (_, { api }) => {
      const answer = await api().call(API.listEndpoints);
      const text = table(answer.items, [
        { title: 'url', value: ({ url }) => url },
        { title: 'kinds', value: ({ kinds }) => kinds.join(' ') || 'all' },
        {
          title: 'state',
          value: ({ enabled, disabledReason }) =>
            enabled ? 'on' : ['off', disabledReason].filter((part) => part !== null).join(': '),
        },
        { title: 'waiting', value: ({ waiting }) => waiting, right: true },
        { title: 'id', value: ({ id }) => id },
      ]);
      return { data: answer, text };
    },
  }),
  verb('add <url>', 'send events to an address of yours from now on', {
    flags: [KIND_FLAG],
    input: z.object({ url: z.string(), kind: z.array(z.string()).optional() }),
    run: async ({ url, kind }, { api }) => {
      const answer = await api().call(API.addEndpoint, { body: { url, kinds: kind } });
      return { data: answer, text: `Added: ${answer.endpointId}\n${secretWords(answer.secret)}` };
    },
  }),
  verb('change <id>', 'another address, other kinds, on or off', {
    flags: [
      { flags: '--url <url>', help: 'another address' },
      KIND_FLAG,
      { flags: '--all-kinds', help: 'every kind' },
      { flags: '--enable', help: 'tell it events again, from now on' },
      { flags: '--disable', help: 'tell it nothing; what waits is given up' },
      { flags: '--reason <text>', help: 'why' },
    ],
    input: z.object({
      ...ID,
      url: z.string().optional(),
      kind: z.array(z.string()).optional(),
      allKinds: z.boolean().optional(),
      enable: z.boolean().optional(),
      disable: z.boolean().optional(),
      reason: z.string().optional(),
    }),
    run: async ({ id, url, kind, allKinds, enable, disable, reason }, { api }) => {
      if (enable && disable) throw usageError('--enable and --disable say opposite things');
      if (kind && allKinds) throw usageError('--kind and --all-kinds say different things');
      const kinds = allKinds ? [] : kind;
      const enabled = enable ? true : disable ? false : undefined;
      if (url === undefined && kinds === undefined && enabled === undefined)
        throw usageError('nothing is to be changed');
      const answer = await api().call(API.changeEndpoint, {
        params: endpointOf({ id }),
        body: { url, kinds, enabled, reason },
      });
      return { data: answer, text: `Changed.${givenUpWords(answer.givenUp)}` };
    },
  }),
  verb('remove <id>', 'send nothing there any more; what waits is given up', {
    flags: [YES_FLAG],
    input: z.object({ ...ID, yes: z.boolean().optional() }),
    run: async ({ id, yes }, context) => {
      await confirm(context, yes, 'Remove the endpoint?');
      const answer = await context.api().call(API.removeEndpoint, { params: endpointOf({ id }) });
      return { data: answer, text: `Removed.${givenUpWords(answer.givenUp)}` };
    },
  }),
  verb('rotate-secret <id>', 'a new secret; the old one signs beside it for a day', {
    input: z.object(ID),
    run: async (input, { api }) => {
      const answer = await api().call(API.rotateEndpointSecret, { params: endpointOf(input) });
      const until = `Until ${instant(answer.oldSignsUntil)} requests carry signatures of both.`;
      return { data: answer, text: `${secretWords(answer.secret)}\n${until}` };
    },
  }),
  verb('test <id>', 'send an event to try it, and wait for what comes of it', {
    input: z.object(ID),
    run: async (input, context) => {
      const { eventId } = await context.api().call(API.testEndpoint, { params: endpointOf(input) });
      return await outcomeOfTest(context, input.id, eventId);
    },
  }),
  verb('deliveries <id>', 'what it was told and is to be told, newest first', {
    flags: [{ flags: '--state <state>', help: 'waiting, delivered or failed' }, ...PAGE_FLAGS],
    input: z.object({ ...ID, state: z.string().optional(), ...pageInput }),
    run: async ({ id, ...query }, { api }) => {
      const answer = await api().call(API.listDeliveries, { params: endpointOf({ id }), query });
      const text = table(answer.items, [
        { title: 'event', value: ({ eventId }) => eventId, right: true },
        { title: 'kind', value: ({ kind }) => kind },
        { title: 'subject', value: ({ subject }) => subject },
        { title: 'state', value: ({ state }) => state },
        { title: 'tries', value: ({ tries }) => tries, right: true },
        { title: 'when', value: ({ deliveredAt, nextTryAt }) => instant(deliveredAt ?? nextTryAt) },
        { title: 'last answer', value: ({ lastError, lastStatus }) => lastError ?? lastStatus },
      ]);
      return { data: answer, text: withMore(text, answer.nextCursor) };
    },
  }),
  verb('retry <id> <event>', 'send one event again, at once', {
    input: z.object({ ...ID, event: wholeNumber }),
    run: async ({ id, event }, { api }) => {
      const answer = await api().call(API.retryDelivery, { params: { ...endpointOf({ id }), eventId: event } });
      return { data: answer, text: `Sent again. See: outdial webhooks deliveries ${id}` };
    },
  }),
];

const givenUpWords = (givenUp: number): string =>
  givenUp === 0 ? '' : ` ${plural(givenUp, 'event')} that waited will not be sent; the feed has them: outdial events`;

async function outcomeOfTest({ api, io }: Context, endpointId: string, eventId: number) {
  const interrupted = io.interrupted();
  const query = { cursor: String(eventId + 1), limit: 1 };
  for (let waitedMs = 0; ; waitedMs += POLL_MS) {
    const { items } = await api().call(API.listDeliveries, { params: { endpointId }, query, signal: interrupted });
    const [delivery] = items;
    if (delivery?.state === 'delivered') return { data: delivery, text: `Arrived: answered ${delivery.lastStatus}.` };
    if (delivery && delivery.tries > 0) {
      const text = `It did not arrive: ${delivery.lastError ?? 'no reason known'}.`;
      return { data: delivery, text, exitCode: EXIT.failed };
    }
    if (waitedMs >= WAIT_MS || interrupted.aborted) {
      throw new CliError('test_waits', 'Nothing came of it yet.', {
        repair: `Is the worker up? See later: outdial webhooks deliveries ${endpointId}`,
      });
    }
    await io.pause(POLL_MS, interrupted);
  }
}
