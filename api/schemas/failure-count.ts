import { z } from 'zod';
import { isoInstant, uuid } from './common.ts';

export const countedContacts = z
  .object({
    at: isoInstant,
    contacts: z.int(),
    campaigns: z.array(
      z.object({ id: uuid, name: z.string(), kind: z.enum(['campaign', 'programme']), contacts: z.int() }),
    ),
  })
  .meta({ id: 'CountedContacts' });
