import { z } from 'zod';
import { isoInstant, name, uuid } from './common.ts';
import { mode, role, scope } from './states.ts';

export const email = z
  .email('Write an email address, like ana@example.org.')
  .max(254)
  .transform((text) => text.toLowerCase());
/** Any length: the engine says in its own words what is too short. */
const password = z.string().min(1).max(1_000);

export const credentials = z.strictObject({ email, password });
export const session = z
  .object({
    user: z.object({ id: uuid, name: z.string(), email: z.string(), role }),
    scopes: z.array(scope),
    mode: mode.meta({ description: 'LIVE as soon as anything could reach a real person' }),
    clockOffsetMs: z.int().meta({ description: "By how much a test database's clock was moved" }),
    version: z.string(),
    temporalUiUrl: z.string().nullable(),
  })
  .meta({ id: 'Session' });
export const passwordChange = z.strictObject({ current: password, next: password });

export const inviteParams = z.strictObject({ token: z.string().min(1).max(200) });
export const invite = z
  .object({
    role,
    email: z.string().nullable().meta({ description: 'null: whoever opens the link says theirs' }),
    name: z.string().nullable(),
    purpose: z.enum(['first_admin', 'invite', 'reset']),
    expiresAt: isoInstant,
  })
  .meta({ id: 'Invite' });
export const acceptance = z.strictObject({ name: name.optional(), email: email.optional(), password });
