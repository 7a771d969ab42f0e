import { z } from 'zod';
import { OPTION_FLAGS, optionInput, optionsOf } from '../remote/import/option-flags.ts';
import { openList } from '../remote/import/open-list.ts';
import { verb } from '../verb.ts';

export const checkVerb = verb('check <file>', 'check a list on this machine, without a server; "-" is standard input', {
  flags: OPTION_FLAGS.filter(({ flags }) => !/^--(others|recent-days|all-or-nothing)/.test(flags)),
  help:
    'Ends with 0 when the list is clean, 2 when there are duplicates or warnings, 3 when rows (or the file) cannot be used.\n' +
    'The same parser, checks and words as an import.',
  input: z
    .object(optionInput)
    .omit({ others: true, recentDays: true, allOrNothing: true })
    .extend({ file: z.string() }),
  run: async ({ file, ...typed }, { io, json }) => {
    const options = optionsOf(typed);
    const list = await openList(file, io.stdin);
    const { checkList } = await import('./check-list.ts');
    const { checkAnswer } = await import('./check-words.ts');
    return checkAnswer(await checkList(list, options, { io, json }));
  },
});
