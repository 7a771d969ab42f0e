import { z } from 'zod';
import type { settingsDraft } from '../../../api/schemas/campaigns.ts';
import { usageError } from '../../cli-error.ts';
import { verb } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { warn } from '../warn.ts';
import { SETTINGS_FLAGS, settingsInput, settingsOf } from './settings-words.ts';

const EXAMPLE = `Example, a call and then a text to those whom it did not reach:
  outdial campaign create --name "June recall" --purpose informational --import ID --budget 250 \\
    --step call --account main --number +12025550100 --agent agent_1 \\
    --step sms --account main --number +12025550100 --text 'Hi {{ name }}, please call us back.'`;

export const createVerb = verb('create', 'make a campaign; nothing is dialled before its launch', {
  flags: [
    { flags: '--name <name>', help: 'how people call it' },
    { flags: '--import <id>', help: 'a list for it; may be repeated', many: true },
    ...SETTINGS_FLAGS,
    { flags: '--dry-run', help: 'only check the settings, and show them complete' },
  ],
  help: EXAMPLE,
  input: z.object({
    name: z.string(),
    import: z.array(z.string()).optional(),
    dryRun: z.boolean().optional(),
    ...settingsInput,
  }),
  run: async (input, context) => {
    const { steps, purpose, ...rest } = await settingsOf(input, context);
    if (steps === undefined) throw usageError('--step is missing: --step call, or --step sms; or give --settings');
    if (purpose === undefined) {
      throw usageError('--purpose is missing: marketing, informational or emergency', 'Rules of law differ by it.');
    }
    const settings: z.input<typeof settingsDraft> = { ...rest, steps, purpose };
    const answer = await context.api().call(API.createCampaign, {
      body: {
        name: input.name,
        settings,
        importIds: input.import,
        dryRun: input.dryRun,
      },
    });
    warn(context, answer.warnings);
    const id = answer.campaignId;
    const text =
      id === null
        ? `It would be made with:\n${JSON.stringify(answer.settings, undefined, 2)}`
        : [
            `Made: ${id}`,
            ...(input.import === undefined ? [`Give it a list:  outdial import FILE --campaign ${id}`] : []),
            `What it may cost: outdial campaign estimate ${id}`,
            `Launch it:        outdial campaign launch ${id}`,
          ].join('\n');
    return { data: answer, text };
  },
});
