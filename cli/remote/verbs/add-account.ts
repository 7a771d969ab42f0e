import { z } from 'zod';
import { mode, provider } from '../../../api/schemas/states.ts';
import { CliError } from '../../cli-error.ts';
import { EXIT } from '../../exit-codes.ts';
import { seconds } from '../../parse/duration.ts';
import { money, moneyOrNone } from '../../parse/money.ts';
import { paces } from '../../parse/paces.ts';
import { wholeNumber } from '../../parse/whole-number.ts';
import { amount, plural } from '../../print/amounts.ts';
import { verb } from '../../verb.ts';
import type { ApiClient } from '../api-client.ts';
import { API } from '../endpoints.ts';
import { KEY_FLAGS, keyInput, readKey } from './provider-key.ts';

export const PACE_FLAG = {
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
  { flags: '--no-check', help: 'only store it: no test read, no numbers, no callbacks' },
] as const;

export const addAccountVerb = verb(
  'add',
  'add a provider account: test its key, read its numbers, register callbacks',
  {
    flags: ADD_FLAGS,
    help: 'Ends with 2 when the account is stored and the provider does not agree with it.',
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
      check: z.boolean().default(true),
    }),
    run: async (input, context) => {
      const api = context.api();
      const { accountId } = await api.call(API.addAccount, {
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
      if (!input.check) return { data: { accountId }, text: `Added: ${accountId}` };
      const tried = await tryOut(api, accountId);
      const repair = tried.repair === undefined ? [] : [`Repair: ${tried.repair}`];
      return {
        data: { accountId, ...tried },
        text: [`Added: ${accountId}`, ...tried.words, ...repair].join('\n'),
        exitCode: tried.ok ? EXIT.done : EXIT.look,
      };
    },
  },
);

interface Tried {
  ok: boolean;
  callbacks: 'registered' | 'polling';
  numbers: number | null;
  providerBalanceMicros: number | null;
  words: string[];
  repair?: string;
}

/** A provider that refuses leaves the account there to be corrected: nothing is dialled with it meanwhile. */
async function tryOut(api: ApiClient, accountId: string): Promise<Tried> {
  const tried: Tried = { ok: true, callbacks: 'polling', numbers: null, providerBalanceMicros: null, words: [] };
  const params = { accountId };
  try {
    const { providerBalanceMicros } = await api.call(API.checkAccount, { params });
    tried.providerBalanceMicros = providerBalanceMicros;
    const balance = providerBalanceMicros === null ? '' : `; its balance is ${amount(providerBalanceMicros)}`;
    tried.words.push(`The provider answers${balance}.`);
    const { active } = await api.call(API.syncNumbers, { body: { accountId } });
    tried.numbers = active;
    tried.words.push(`It has ${plural(active, 'number')}.`);
    // After the numbers: one provider registers callbacks by the agents that they name.
    const { url } = await api.call(API.registerCallbacks, { params });
    tried.callbacks = 'registered';
    tried.words.push(`Callbacks come to ${url}.`);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    if (error.code === 'no_public_url') {
      tried.words.push('Results and texts from people are polled: this installation has no public address.');
    } else {
      tried.ok = false;
      tried.words.push(error.message);
      if (error.repair !== undefined) tried.repair = error.repair;
    }
  }
  return tried;
}
