import { z } from 'zod';
import type { NoZoneReason } from '../../domain/number-prefix.ts';
import { assignee, assignment } from './assignments.ts';
import { isoInstant, phoneOut, uuid } from './common.ts';
import { channel, consentClass, consentGap, runState, type Mirror } from './states.ts';

const noZoneReason = z.enum({
  toll_free: 'toll_free',
  non_geographic: 'non_geographic',
  mobile: 'mobile',
  unknown_prefix: 'unknown_prefix',
  zone_not_in_data: 'zone_not_in_data',
} satisfies Mirror<NoZoneReason>);

const contactId = z.int().min(1);
const cursor = z.string().regex(/^\d{1,18}$/);
const nextCursor = z.string().nullable().meta({ description: 'Set when there may be more: ask again with it' });

export const reviewQuery = z.strictObject({ assignee: assignee.optional() });
const assigned = { assignment: assignment.nullable().meta({ description: 'Who looks after it' }) };

export const zoneReview = z.object({
  campaignId: uuid,
  runState,
  contacts: z.int().meta({ description: 'Not dialled, because no zone is known for any number of theirs' }),
  groups: z.array(
    z.object({
      prefix: z.string().meta({ description: 'Digits: +1 with the area code, elsewhere the calling code' }),
      numbers: z.int(),
      why: z
        .partialRecord(noZoneReason, z.int())
        .meta({ description: 'Numbers by what keeps the prefix from telling a zone' }),
      examples: z.array(z.object({ contactId: z.int(), phone: phoneOut, name: z.string().nullable() })),
      ...assigned,
    }),
  ),
});
export const zoneRepairBody = z
  .strictObject({
    zone: z.string().min(1).max(200).meta({ description: 'As a list may write it: America/Denver' }),
    prefix: z
      .string()
      .regex(/^\+?[1-9]\d{0,14}$/)
      .optional(),
    contactIds: z.array(contactId).min(1).max(10_000).optional(),
    all: z.literal(true).optional(),
    cursor: cursor.optional(),
  })
  .refine((body) => [body.prefix, body.contactIds, body.all].filter((one) => one !== undefined).length === 1, {
    message: 'Say whose zone it is by one of: prefix, contactIds, all.',
  });
export const zoneRepair = z.object({
  zones: z.array(z.string()),
  repaired: z.int(),
  putBack: z.int().meta({ description: 'Planned again by their campaign' }),
  suppressed: z.int().meta({ description: 'Said no meanwhile, and end with that' }),
  notOnList: z.int().meta({ description: 'Asked for by id, and not without a zone in this campaign' }),
  nextCursor,
});

export const consentReview = z.object({
  campaignId: uuid,
  runState,
  contacts: z.int().meta({ description: 'Not dialled for want of consent' }),
  suppressed: z.int().meta({ description: 'Of these: have said no meanwhile; they are in no group' }),
  groups: z.array(
    z.object({
      missing: consentGap,
      channel,
      wanted: consentClass.meta({ description: 'What the rules of their places ask for' }),
      contacts: z.int(),
      examples: z.array(
        z.object({
          contactId: z.int(),
          phone: phoneOut,
          given: consentClass.nullable(),
          happenedAt: isoInstant.nullable(),
          expiresAt: isoInstant.nullable(),
        }),
      ),
      ...assigned,
    }),
  ),
});
export const recheckBody = z.strictObject({ cursor: cursor.optional() });
export const consentRecheck = z.object({
  looked: z.int(),
  putBack: z.int(),
  suppressed: z.int(),
  stillMissing: z.int(),
  nextCursor,
});
