import { z } from 'zod';
import { phoneOut, uuid } from './common.ts';

const contact = z.strictObject({ kind: z.literal('contact'), id: z.coerce.string().regex(/^\d{1,18}$/) });
const other = z.strictObject({ kind: z.enum(['attempt', 'suppression', 'appointment', 'series', 'review']), id: uuid });

export const revealBody = z.union([contact, other]);
export const revealed = z.object({
  phone: phoneOut,
  phones: z.array(phoneOut).meta({ description: 'All numbers of a contact, in the order in which they are tried' }),
});
