import { z } from 'zod';
import { isoInstant } from './common.ts';
import { campaignPurpose, channel, consentClass, weekday } from './states.ts';

export const lawRule = z
  .object({
    id: z.string(),
    jurisdiction: z.string().meta({ description: 'US, US-FL, GB ...; * = places without any file' }),
    from: z.string(),
    until: z.string().optional().meta({ description: 'The first day on which it does not hold' }),
    inForce: z.boolean(),
    purposes: z.array(campaignPurpose),
    channels: z.array(channel),
    hours: z.partialRecord(weekday, z.array(z.tuple([z.string(), z.string()]))).optional(),
    closedOn: z.array(z.string()).optional(),
    caps: z.array(z.object({ count: z.int(), hours: z.int() })).optional(),
    consent: consentClass.optional(),
    confirmed: z.boolean().meta({ description: 'Read in the text of the law' }),
    source: z.string(),
    note: z.string().optional(),
  })
  .meta({ id: 'LawRule' });
export const rulesInForce = z
  .object({
    at: isoInstant,
    files: z.array(z.object({ name: z.string(), version: z.string() })),
    zonesRelease: z.string(),
    adopted: z.array(z.object({ at: isoInstant, law: z.record(z.string(), z.string()), zones: z.string() })),
    current: z.boolean().meta({ description: 'Whether this process plans by the rules that were adopted last' }),
    calendars: z.array(z.string()),
    rules: z.array(lawRule),
  })
  .meta({ id: 'RulesInForce' });
