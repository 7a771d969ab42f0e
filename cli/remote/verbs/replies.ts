import { z } from 'zod';
import type { repliesView } from '../../../api/schemas/replies.ts';
import { usageError } from '../../cli-error.ts';
import { fields } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import type { ApiClient } from '../api-client.ts';
import { API } from '../endpoints.ts';
import { findNumberId } from '../find-by-name.ts';

type View = z.output<typeof repliesView>;

const NUMBER_FLAG = {
  flags: '--number <number>',
  help: 'one number of ours; without it all that say nothing of their own',
} as const;
const onOff = z
  .enum(['on', 'off'])
  .transform((word) => word === 'on')
  .optional();
const text = z.string().optional();

export const replyVerbs = [
  verb('show', 'what goes out on STOP, START and HELP', {
    flags: [NUMBER_FLAG],
    input: z.object({ number: text }),
    run: async ({ number }, { api }) => {
      const view = await read(api(), await idOf(api(), number));
      return { data: view, text: inWords(view) };
    },
  }),
  verb('set', 'change it; what is not named stays as it is', {
    flags: [
      NUMBER_FLAG,
      { flags: '--carrier-answers <on|off>', help: 'on: the carrier answers by itself, Outdial sends nothing' },
      { flags: '--confirm-opt-out <on|off>', help: 'one text after STOP' },
      { flags: '--opt-out-text <text>', help: 'its words; they must not sell anything' },
      { flags: '--confirm-opt-in <on|off>', help: 'one text after START' },
      { flags: '--opt-in-text <text>', help: 'its words' },
      { flags: '--answer-help <on|off>', help: 'one text a day after HELP' },
      { flags: '--help-text <text>', help: 'its words' },
      { flags: '--reset', help: 'forget all of this: back to the defaults, or for a number to what holds for all' },
    ],
    input: z.object({
      number: text,
      carrierAnswers: onOff,
      confirmOptOut: onOff,
      optOutText: text,
      confirmOptIn: onOff,
      optInText: text,
      answerHelp: onOff,
      helpText: text,
      reset: z.boolean().optional(),
    }),
    run: async ({ number, reset = false, ...change }, { api }) => {
      const named = Object.values(change).some((value) => value !== undefined);
      if (named === reset) throw usageError(named ? '--reset goes alone' : 'name what to change');
      const numberId = await idOf(api(), number);
      const { own } = await read(api(), numberId);
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const body = { replies: reset ? null : { ...own, ...given } };
      const view =
        numberId === undefined
          ? await api().call(API.setReplies, { body })
          : await api().call(API.setNumberReplies, { params: { numberId }, body });
      return { data: view, text: inWords(view) };
    },
  }),
];

const idOf = async (api: ApiClient, number: string | undefined): Promise<string | undefined> =>
  number === undefined ? undefined : await findNumberId(api, number);

const read = async (api: ApiClient, numberId: string | undefined): Promise<View> =>
  numberId === undefined
    ? await api.call(API.getReplies)
    : await api.call(API.getNumberReplies, { params: { numberId } });

function inWords({ effective }: View): string {
  if (effective.carrierAnswers) return 'The carrier answers STOP, START and HELP itself; Outdial sends nothing.';
  return fields({
    'on STOP': effective.confirmOptOut ? effective.optOutText : 'nothing',
    'on START': effective.confirmOptIn ? effective.optInText : 'nothing',
    'on HELP': effective.answerHelp ? effective.helpText : 'nothing',
    but: 'a message that is one of the carrier’s own keywords is answered by the carrier alone',
  });
}
