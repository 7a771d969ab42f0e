import { z } from 'zod';
import { replanOfChange, settingsPreview } from './campaigns.ts';
import { queryFlag } from './common.ts';

const namedDay = z.object({ date: z.string(), name: z.string() });
const change = z.object(replanOfChange);

export const addBlackoutsQuery = z.strictObject({
  dryRun: queryFlag.optional(),
  order: z.enum(['dmy', 'mdy']).optional().meta({ description: 'Of 3/4/2027; without it such a date is refused' }),
});

export const addedBlackouts = z
  .object({
    added: z.array(namedDay),
    already: z.array(namedDay).meta({ description: 'Days off already' }),
    past: z.array(namedDay).meta({ description: 'Over everywhere; not added' }),
    skipped: z.array(z.object({ name: z.string(), reason: z.string() })),
    blackoutDates: z.array(z.string()).meta({ description: 'All days off afterwards' }),
    preview: settingsPreview.nullable().meta({ description: 'Of a dry run' }),
    change: change.nullable().meta({ description: 'Null when nothing was changed' }),
  })
  .meta({ id: 'AddedBlackouts' });

export const removeBlackoutsBody = z.strictObject({ dates: z.array(z.iso.date()).min(1).max(1_000) });
export const removedBlackouts = z.object({ removed: z.array(z.string()), blackoutDates: z.array(z.string()), change });
