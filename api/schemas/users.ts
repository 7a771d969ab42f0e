import { z } from 'zod';
import { isoInstant, name, uuid } from './common.ts';
import { email } from './session.ts';
import { role } from './states.ts';

export const newUser = z.strictObject({ email, name, role });
export const user = z
  .object({
    id: uuid,
    email: z.string(),
    name: z.string(),
    role,
    state: z.enum(['invited', 'active', 'disabled']),
    linkExpiresAt: isoInstant.nullable().meta({ description: 'Until when the link made last works' }),
    createdBy: z.string(),
    createdAt: isoInstant,
    lastSeenAt: isoInstant.nullable(),
    disabledAt: isoInstant.nullable(),
  })
  .meta({ id: 'User' });
export const userList = z.object({ items: z.array(user) });
const link = z.string().meta({ description: 'Works once; shown this once' });
export const invitedUser = z.object({ user, link });
export const userLink = z.object({ link });
export const userParams = z.strictObject({ userId: uuid });
export const userChange = z.strictObject({
  role: role.optional(),
  name: name.optional(),
  disabled: z.boolean().optional(),
});
