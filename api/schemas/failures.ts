import { z } from 'zod';
import type { CauseClass } from '../../domain/cause.ts';
import { isoInstant, queryFlag, uuid } from './common.ts';
import type { Mirror } from './states.ts';

export const causeClass = z.enum({
  retry: 'retry',
  change: 'change',
  never: 'never',
} satisfies Mirror<CauseClass>);
export const cause = z.string().min(1).max(100).meta({ description: 'A stable code, like no_answer' });

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
});
