import { z } from 'zod';
import { CHANNELS } from '../../domain/channel.ts';
import { CAMPAIGN_PURPOSES } from '../../domain/purpose.ts';
import { verb } from '../verb.ts';

export const rulesVerb = verb('rules <place>', 'which rules of law are in force for a place, like US-FL, CA-ON or GB', {
  flags: [
    { flags: '--purpose <purpose>', help: `${CAMPAIGN_PURPOSES.join(', ')} (marketing)` },
    { flags: '--channel <channel>', help: `${CHANNELS.join(', ')} (call)` },
    { flags: '--date <date>', help: 'on that date, YYYY-MM-DD (today)' },
  ],
  help:
    'Several places joined by commas: whatever one of them forbids is forbidden. "*" is every place without a rule file.\n' +
    'Reads the rule files of this machine (OUTDIAL_LAW, else those shipped). None of it is legal advice.',
  input: z.object({
    place: z
      .string()
      .toUpperCase()
      .regex(
        /^(\*|[A-Z]{2}(-[A-Z0-9]{1,3})?(,[A-Z]{2}(-[A-Z0-9]{1,3})?)*)$/,
        'write US-FL, GB, several by commas, or *',
      ),
    purpose: z.enum(CAMPAIGN_PURPOSES).default('marketing'),
    channel: z.enum(CHANNELS).default('call'),
    date: z.iso.date('write a date, YYYY-MM-DD').optional(),
  }),
  run: async ({ place, purpose, channel, date }) => {
    const { dataFiles } = await import('../../config/env.ts');
    const { loadLaw } = await import('../../data/load-law.ts');
    const { rulesAnswer } = await import('./rules-words.ts');
    const day = date ?? new Date().toISOString().slice(0, 10);
    return rulesAnswer(loadLaw(dataFiles().lawFolder), { place, purpose, channel, day });
  },
});
