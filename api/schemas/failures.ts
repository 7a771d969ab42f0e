import { z } from 'zod';
import type { CauseClass } from '../../domain/cause.ts';
import { assignee, groupAssignment } from './assignments.ts';
import { cause } from './failure-cause.ts';
import { instantIn, isoInstant, limit, phoneOut, queryFlag, reason, uuid, uuidCursor } from './common.ts';
import { contactIds, countryIn, failureFilter } from './retries.ts';
import { channel, contactState, type Mirror } from './states.ts';
import { scopeIn } from './suppressions.ts';

export const causeClass = z.enum({
  retry: 'retry',
  change: 'change',
  never: 'never',
} satisfies Mirror<CauseClass>);

export const snooze = z
  .object({
    id: uuid,
    campaignId: uuid.nullable().meta({ description: 'null: in the view of all campaigns, and of each' }),
    cause,
    untilAt: isoInstant.nullable(),
    untilCount: z.int().nullable().meta({ description: 'It ends when the group has so many failed attempts' }),
    reason: z.string(),
    by: z.string(),
    createdAt: isoInstant,
  })
  .meta({ id: 'FailureSnooze' });

const groupFields = {
  cause,
  class: causeClass,
  words: z.string(),
  means: z.string(),
  fix: z.string(),
  attempts: z.int().meta({ description: 'Failed attempts, also of contacts that were reached later' }),
  openContacts: z.int().meta({ description: 'Contacts that ended so and are not resolved' }),
  share: z.number().meta({ description: 'Of all failed attempts, 0 to 1' }),
  firstAt: isoInstant.nullable(),
  lastAt: isoInstant.nullable(),
  hours: z.array(z.int()).meta({ description: 'Failed attempts of the last 24 hours, the current one last' }),
  campaigns: z.array(
    z.object({
      id: uuid,
      name: z.string(),
      kind: z.enum(['campaign', 'programme']),
      programmeId: uuid.nullable(),
      openContacts: z.int(),
    }),
  ),
  moreCampaigns: z.int(),
  codes: z.array(z.object({ code: z.string(), attempts: z.int() })),
  retryable: z.boolean(),
  whyNotRetryable: z.string().nullable(),
  snooze: snooze.nullable(),
  assignments: z.array(groupAssignment).meta({
    description:
      'Who looks after it. Of one campaign: what holds there. Of all: that of all campaigns, then of single ones',
  }),
};
export const failureGroup = z.object(groupFields).meta({ id: 'FailureGroup' });
export const failureGroups = z
  .object({
    at: isoInstant,
    items: z.array(failureGroup),
    snoozed: z.int().meta({ description: 'Groups that are not listed because they are snoozed' }),
    totals: z.object({ attempts: z.int(), failed: z.int() }),
    stuck: z.object({ count: z.int(), oldestAt: isoInstant.nullable() }),
  })
  .meta({ id: 'FailureGroups' });
export const failureScope = { campaignId: uuid.optional() };
export const listFailuresQuery = z.strictObject({
  ...failureScope,
  snoozed: queryFlag.optional().meta({ description: 'true: also what is snoozed' }),
  assignee: assignee.optional(),
});

export const causeParams = z.strictObject({ cause });
export const showFailureQuery = z.strictObject(failureScope);

const count = z.int();
const failedContactFields = {
  contactId: z.int(),
  campaignId: uuid,
  campaignName: z.string(),
  name: z.string().nullable(),
  phone: phoneOut,
  externalId: z.string().nullable(),
  state: contactState,
  cause,
  attemptId: uuid.nullable(),
  attempts: count.meta({ description: 'Attempts that may have reached somebody' }),
  endedAt: isoInstant,
  providerReason: z.string().nullable().meta({ description: "The provider's own word" }),
  numberId: uuid.nullable(),
  resolution: z.object({ id: uuid, reason: z.string(), by: z.string(), at: isoInstant }).nullable(),
};
export const failedContact = z.object(failedContactFields).meta({ id: 'FailedContact' });
/** What a list may ask of contacts that failed. */
const failedContactFilters = {
  ...failureScope,
  numberId: uuid.optional(),
  prefix: z
    .string()
    .regex(/^[+ ]?[1-9]\d{0,14}$/, 'Write the digits that the number begins with, like 1212.')
    .transform((text) => text.replace(/\D/g, ''))
    .optional(),
  country: countryIn.optional(),
  code: z.string().min(1).max(120).optional(),
  from: instantIn.transform((text) => Date.parse(text)).optional(),
  to: instantIn.transform((text) => Date.parse(text)).optional(),
  resolved: queryFlag.optional().meta({ description: 'true: those that were declared done with' }),
};
export const exportFailedContactsQuery = z.strictObject(failedContactFilters);
export const chosenContacts = z
  .strictObject({
    contactIds: contactIds.optional().meta({ description: 'These only' }),
    exceptContactIds: contactIds.optional().meta({ description: 'All but these; an empty list means all' }),
  })
  .refine(
    (chosen) => (chosen.contactIds === undefined) !== (chosen.exceptContactIds === undefined),
    'Give one of contactIds, exceptContactIds.',
  );
export const listFailedContactsQuery = z.strictObject({
  ...failedContactFilters,
  cursor: z.string().max(100).optional(),
  limit,
});

export const failureGroupDetail = z
  .object({
    at: isoInstant,
    group: failureGroup,
    breakdown: z.object({
      numbers: z.array(z.object({ numberId: uuid, phone: phoneOut, label: z.string().nullable(), attempts: count })),
      prefixes: z.array(z.object({ prefix: z.string(), place: z.string().nullable(), attempts: count })),
      countries: z.array(z.object({ country: z.string(), name: z.string(), attempts: count })).meta({
        description:
          'ISO 3166; without numbers of no country, as toll-free ones. name: with all countries that share a prefix',
      }),
      codes: z.array(z.object({ code: z.string(), attempts: count })),
      hours: z.array(z.object({ hour: z.string().meta({ description: 'UTC, like 2027-03-01T14' }), attempts: count })),
    }),
    insights: z
      .array(z.object({ words: z.string(), dimension: z.enum(['number', 'prefix', 'hour']), value: z.string() }))
      .meta({ description: 'Values that are far more frequent here than among all dials' }),
    samples: z.array(
      z.object({
        ...failedContactFields,
        events: z
          .array(
            z.object({ id: z.int(), source: z.string(), receivedAt: isoInstant, raw: z.unknown(), fact: z.unknown() }),
          )
          .meta({ description: 'What was said of its last attempt; raw: as a callback brought it' }),
      }),
    ),
  })
  .meta({ id: 'FailureGroupDetail' });

export const countBody = z.strictObject({ filter: failureFilter });
export const countedMatching = z.object({ contacts: count });
export const bulkBody = z.strictObject({ filter: failureFilter, reason });
export const resolvedFailures = z.object({
  resolutionId: uuid.nullable().meta({ description: 'null: nobody matched, and nothing was done' }),
  count,
});
export const resolutionParams = z.strictObject({ resolutionId: uuid });
export const undoneResolution = z.object({ count });
export const listResolutionsQuery = z.strictObject({ ...failureScope, ...uuidCursor });
export const resolution = z
  .object({
    id: uuid,
    campaignId: uuid,
    campaignName: z.string().nullable(),
    causes: z.array(z.string()),
    reason: z.string(),
    contacts: count,
    by: z.string(),
    at: isoInstant,
    undoneBy: z.string().nullable(),
    undoneAt: isoInstant.nullable(),
  })
  .meta({ id: 'Resolution' });

export const snoozeBody = z.strictObject({
  campaignId: uuid.nullable().default(null),
  cause,
  untilAt: instantIn.optional(),
  untilCount: z.int().min(1).max(1_000_000_000).optional(),
  reason,
});
export const snoozed = z.object({ snoozeId: uuid, already: z.boolean() });
export const snoozeParams = z.strictObject({ snoozeId: uuid });
export const snoozeList = z.object({ items: z.array(snooze) });
export const wokenGroup = z.object({ already: z.boolean() });

export const suppressFailedBody = bulkBody.extend(scopeIn);
export const suppressedNumbers = z.object({
  list: z.string().nullable().meta({ description: 'Of the suppression list; removing it is the undo' }),
  listId: z.int().nullable(),
  numbers: count,
  contactsEnded: count,
});

const minutes = z.coerce.number().int().min(1).max(100_000).optional().meta({
  description: 'In place of what each may rightly be silent: so many minutes without an event',
});
export const listStuckQuery = z.strictObject({ ...failureScope, accountId: uuid.optional(), minutes, ...uuidCursor });
export const stuckAttempts = z
  .object({
    count,
    oldestAt: isoInstant.nullable(),
    policy: z.record(z.string(), z.string()).meta({ description: 'When something is stuck, in words' }),
    items: z.array(
      z.object({
        attemptId: uuid,
        campaignId: uuid,
        campaignName: z.string(),
        accountId: uuid,
        contactId: z.int(),
        phone: phoneOut,
        channel,
        state: z.enum(['SENDING', 'ACCEPTED', 'UNKNOWN']),
        providerRef: z.string().nullable(),
        sentAt: isoInstant.nullable(),
        lastEventAt: isoInstant,
        stuckAfterSeconds: z.int(),
        asked: z.int().meta({ description: 'How often the provider was asked about it' }),
        nextAskAt: isoInstant,
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'StuckAttempts' });
export const reconcileBody = z.strictObject({
  ...failureScope,
  accountId: uuid.optional(),
  attemptIds: z.array(uuid).min(1).max(10_000).optional(),
  minutes: z.int().min(1).max(100_000).optional(),
});
export const reconciled = z.object({ asked: count });
