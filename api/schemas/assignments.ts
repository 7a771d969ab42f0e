import { z } from 'zod';
import { cause } from './failure-cause.ts';
import { isoInstant, uuid } from './common.ts';
import { channel, consentClass, consentGap, role } from './states.ts';

const fields = {
  id: uuid,
  user: z.object({
    id: uuid,
    name: z.string(),
    email: z.string(),
    disabled: z.boolean().meta({ description: 'Cannot sign in any more: somebody else has to take over' }),
  }),
  note: z.string().nullable(),
  by: z.string(),
  at: isoInstant,
};
export const assignment = z.object(fields).meta({ id: 'Assignment' });
export const groupAssignment = z
  .object({
    ...fields,
    cause,
    campaignId: uuid.nullable().meta({ description: 'null: in all campaigns' }),
    campaignName: z.string().nullable(),
  })
  .meta({ id: 'GroupAssignment' });

/** What a list is asked for: a person, oneself, or what nobody looks after. */
export const assignee = z
  .union([uuid, z.enum(['me', 'none'])])
  .meta({ description: 'The id of a person; me: who is signed in; none: nobody looks after it' });

const whom = {
  userId: uuid.nullable().meta({ description: 'null: nobody any more' }),
  note: z.string().trim().min(1).max(1_000).optional(),
};
export const assignGroupBody = z.strictObject({ campaignId: uuid.nullable().default(null), cause, ...whom });
export const assignedGroup = z.object({
  assignmentId: uuid.nullable().meta({ description: 'null: nobody looks after it now' }),
  already: z.boolean(),
});
const ids = z.array(uuid).min(1).max(500).optional();
const zonePrefix = z.string().regex(/^[1-9]\d{0,14}$/, 'Write the digits that the numbers begin with, like 1800.');
export const assignReviewsBody = z
  .strictObject({
    reviewIds: ids,
    attemptIds: ids.meta({ description: 'Parked attempts' }),
    zone: z
      .strictObject({ campaignId: uuid, prefix: zonePrefix })
      .optional()
      .meta({ description: 'Numbers without a zone that begin alike' }),
    consent: z
      .strictObject({ campaignId: uuid, missing: consentGap, channel, wanted: consentClass })
      .optional()
      .meta({ description: 'Contacts that lack the same consent' }),
    ...whom,
  })
  .refine(
    ({ reviewIds, attemptIds, zone, consent }) =>
      [reviewIds, attemptIds, zone, consent].filter((one) => one !== undefined).length === 1,
    'Give one of reviewIds, attemptIds, zone, consent.',
  );
export const assignedReviews = z.object({
  assigned: z.int(),
  already: z.int(),
  decided: z.int().meta({ description: 'Somebody decided them meanwhile' }),
});

export const listAssignmentsQuery = z.strictObject({ assignee: assignee.optional() });
export const assignmentList = z.object({ items: z.array(groupAssignment) });
export const assigneeList = z.object({
  items: z.array(z.object({ id: uuid, name: z.string(), email: z.string(), role })),
});
