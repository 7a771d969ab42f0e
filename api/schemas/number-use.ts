import { z } from 'zod';
import { uuid } from './common.ts';
import { runState } from './states.ts';

export const numberUse = z
  .object({
    numberId: uuid,
    campaigns: z
      .array(z.object({ id: uuid, programmeId: uuid.nullable(), name: z.string(), state: runState }))
      .meta({ description: 'That send from it and are not over' }),
    attempts: z.int(),
    failed: z.int(),
  })
  .meta({ id: 'NumberUse' });
export const numberUses = z.object({
  lookedAt: z.int().meta({ description: 'How many of the newest attempts were looked at' }),
  items: z.array(numberUse),
});
