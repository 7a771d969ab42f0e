import { z } from 'zod';
import { pairs } from '../../parse/pairs.ts';
import { table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { confirm, YES_FLAG } from '../confirm.ts';
import { API } from '../endpoints.ts';
import { findAccountId, findNumberId } from '../find-by-name.ts';
import { orderAnswer } from './orders.ts';

const CHANGE_FLAGS = [
  { flags: '--agent <ref>', help: "the provider's id of the agent that answers and speaks" },
  { flags: '--label <text>', help: 'how people call it' },
  { flags: '--area-code <digits>', help: 'three digits' },
  { flags: '--system-prompt <text>', help: 'what the agent is told' },
  { flags: '--first-message <text>', help: 'what the agent says first' },
  { flags: '--voice <ref>', help: "the provider's id of a voice" },
  { flags: '--voice-webhook <url>', help: 'who speaks instead of an agent of the provider' },
  { flags: '--inbound <mode>', help: "what happens to calls that come in, in the provider's words" },
  { flags: '--metadata <name=value>', help: 'kept at the provider; may be repeated', many: true },
] as const;
const changeInput = {
  agent: z.string().optional(),
  label: z.string().optional(),
  areaCode: z.string().optional(),
  systemPrompt: z.string().optional(),
  firstMessage: z.string().optional(),
  voice: z.string().optional(),
  voiceWebhook: z.string().optional(),
  inbound: z.string().optional(),
  metadata: pairs,
};
const FORCE_FLAG = {
  flags: '--force',
  help: 'although an earlier order may have happened: see outdial orders list',
} as const;
const force = z.boolean().optional();
const yes = z.boolean().optional();

export const numberVerbs = [
  verb('list', 'numbers to call and text from', {
    flags: [
      { flags: '--account <account>', help: 'of one account' },
      { flags: '--released', help: 'also those that were given back' },
    ],
    input: z.object({ account: z.string().optional(), released: z.boolean().optional() }),
    run: async (input, { api }) => {
      const accountId = input.account === undefined ? undefined : await findAccountId(api(), input.account);
      const answer = await api().call(API.listNumbers, { query: { accountId, includeReleased: input.released } });
      const text = table(
        answer.items,
        [
          { title: 'phone', value: ({ phone }) => phone },
          { title: 'account', value: ({ accountName }) => accountName },
          { title: 'label', value: ({ label }) => label },
          { title: 'agent', value: ({ agentName, agentRef }) => agentName ?? agentRef },
          { title: 'status', value: ({ status }) => status },
          { title: 'id', value: ({ id }) => id },
        ],
        'No number yet. Fetch them from the provider: outdial numbers sync ACCOUNT',
      );
      return { data: answer, text };
    },
  }),
  verb('sync <account>', 'read the numbers of an account from its provider', {
    input: z.object({ account: z.string() }),
    run: async (input, { api }) => {
      const accountId = await findAccountId(api(), input.account);
      const answer = await api().call(API.syncNumbers, { body: { accountId } });
      return { data: answer, text: `${answer.active} active, ${answer.released} no longer there.` };
    },
  }),
  verb('assign <number>', 'change what a number does at its provider', {
    flags: CHANGE_FLAGS,
    input: z.object({ number: z.string(), ...changeInput }),
    run: async (input, { api }) => {
      const numberId = await findNumberId(api(), input.number);
      const answer = await api().call(API.assignNumber, { params: { numberId }, body: changeOf(input) });
      return { data: answer, text: 'Changed at the provider.' };
    },
  }),
  verb('provision <account>', 'order a new number; the request is sent once, and costs money', {
    flags: [...CHANGE_FLAGS, FORCE_FLAG, YES_FLAG],
    input: z.object({ account: z.string(), force, yes, ...changeInput }),
    run: async (input, context) => {
      const accountId = await findAccountId(context.api(), input.account);
      await confirm(context, input.yes, `Order a number for "${input.account}"?`);
      const body = { accountId, request: changeOf(input), force: input.force };
      return orderAnswer(await context.api().call(API.provisionNumber, { body }), 'The number is there.');
    },
  }),
  verb('release <number>', 'give a number back to its provider; it may be gone for good', {
    flags: [FORCE_FLAG, YES_FLAG],
    input: z.object({ number: z.string(), force, yes }),
    run: async (input, context) => {
      const numberId = await findNumberId(context.api(), input.number);
      await confirm(context, input.yes, `Give ${input.number} back?`);
      const call = { params: { numberId }, body: { force: input.force } };
      return orderAnswer(await context.api().call(API.releaseNumber, call), 'The number is given back.');
    },
  }),
];

type Change = z.output<z.ZodObject<typeof changeInput>>;

function changeOf(input: Change) {
  return {
    agentRef: input.agent,
    label: input.label,
    areaCode: input.areaCode,
    systemPrompt: input.systemPrompt,
    firstMessage: input.firstMessage,
    voiceId: input.voice,
    voiceWebhookUrl: input.voiceWebhook,
    inboundMode: input.inbound,
    ...(Object.keys(input.metadata).length === 0 ? {} : { metadata: input.metadata }),
  };
}
