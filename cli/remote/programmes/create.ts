import { z } from 'zod';
import { usageError } from '../../cli-error.ts';
import { verb } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { warn } from '../warn.ts';
import { PROGRAMME_FLAGS, programmeInput, settingsOf } from './settings-words.ts';

const EXAMPLE = `Example, a text the day before and a call two hours before, with a text to who does not answer:
  outdial programmes create clinic --purpose informational --steps '24h:sms,2h:call>10m:sms' \\
    --number +12025550100 --agent agent_1 --text 'See you {{ appointment_day }} at {{ appointment_time }}.'`;

export const createVerb = verb('create <name>', 'make a programme; what is booked from then on is reminded of', {
  flags: [...PROGRAMME_FLAGS, { flags: '--dry-run', help: 'only check the settings, and show them complete' }],
  help: EXAMPLE,
  input: z.object({ name: z.string(), dryRun: z.boolean().optional(), ...programmeInput }),
  run: async (input, context) => {
    const { steps, purpose, ...rest } = await settingsOf(input, context);
    if (steps === undefined) throw usageError('--steps is missing: --steps 24h:sms,2h:call; or give --settings');
    if (purpose === undefined) {
      throw usageError('--purpose is missing: marketing, informational or emergency', 'Rules of law differ by it.');
    }
    const body = { name: input.name, settings: { ...rest, steps, purpose }, dryRun: input.dryRun };
    const answer = await context.api().call(API.createProgramme, { body });
    warn(context, answer.warnings);
    const needs = answer.requiredVariables.join(', ');
    const text =
      answer.programmeId === null
        ? `It would be made with:\n${JSON.stringify(answer.settings, undefined, 2)}`
        : [
            `Made: ${answer.programmeId}, with the steps ${answer.settings.steps.map(({ key }) => key).join(', ')}.`,
            ...(needs === '' ? [] : [`Every appointment must bring along: ${needs}`]),
          ].join('\n');
    return { data: answer, text };
  },
});
