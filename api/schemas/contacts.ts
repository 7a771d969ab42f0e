import { z } from 'zod';
import { assignee, assignment } from './assignments.ts';
import {
  direction,
  instantIn,
  isoInstant,
  limit,
  micros,
  phoneIn,
  phoneOut,
  reason,
  sortedCursor,
  uuid,
  uuidCursor,
} from './common.ts';
import { consentEvent } from './consents.ts';
import { entryKind } from './credits.ts';
import { causeClass } from './failures.ts';
import { attemptState, channel, contactState, outcome } from './states.ts';
import { scopeIn, suppression } from './suppressions.ts';

const contactFields = {
  id: z.int(),
  campaignId: uuid.nullable(),
  importId: uuid,
  rowNumber: z.int(),
  phone: phoneOut,
  name: z.string().nullable(),
  externalId: z.string().nullable(),
  zones: z.array(z.string()),
  state: contactState,
  reason: z.string().nullable(),
  step: z.int(),
  attemptsMade: z.int(),
  lastOutcome: z.string().nullable(),
  changedAt: isoInstant,
  nextAttemptAt: isoInstant.nullable().meta({ description: 'Not before; null = nothing is planned' }),
};
export const contact = z.object(contactFields).meta({ id: 'Contact' });

const attemptFields = {
  id: uuid,
  campaignId: uuid,
  contactId: z.int(),
  accountId: uuid,
  numberId: uuid,
  step: z.int(),
  ordinal: z.int(),
  channel,
  phone: phoneOut,
  state: attemptState,
  reason: z.string().nullable(),
  outcome: z.string().nullable(),
  providerRef: z.string().nullable(),
  providerReason: z.string().nullable(),
  talkSeconds: z.int().nullable(),
  holdMicros: micros,
  costMicros: micros.nullable(),
  costPresumed: z.boolean(),
  createdAt: isoInstant,
  sentAt: isoInstant.nullable(),
  acceptedAt: isoInstant.nullable(),
  endedAt: isoInstant.nullable(),
  disposedAt: isoInstant.nullable(),
};
export const attempt = z
  .object({
    ...attemptFields,
    assignment: assignment.nullable().meta({ description: 'Of a parked one: who looks after it' }),
  })
  .meta({ id: 'Attempt' });

export const contactHistory = z
  .object({
    ...contactFields,
    variables: z.record(z.string(), z.string()),
    testOf: z
      .object({ campaignId: uuid, name: z.string() })
      .nullable()
      .meta({ description: "The campaign that was tried with it; null = it is nobody's test" }),
    zoneSource: z.string().meta({ description: 'What told the zones: column, address, prefix, default, operator' }),
    places: z.array(z.string()).meta({ description: 'Whose rules may hold: US-FL, CA-ON; none = unknown' }),
    attempts: z.array(
      z.object({
        ...attemptFields,
        runId: uuid.meta({ description: 'Its workflow is run:<runId>' }),
        retry: z.object({ id: uuid, name: z.string() }).nullable().meta({ description: 'The retry that made it' }),
        account: z.object({ name: z.string(), provider: z.string() }),
        from: phoneOut.meta({ description: 'Our caller ID' }),
        currency: z.string(),
        cause: z
          .object({ code: z.string(), class: causeClass, words: z.string(), means: z.string(), fix: z.string() })
          .nullable()
          .meta({ description: 'Why it failed; null = it did not, or not yet' }),
        rendered: z
          .object({ text: z.string().optional(), variables: z.record(z.string(), z.string()).optional() })
          .nullable(),
        events: z.array(
          z.object({
            id: z.int(),
            source: z.string(),
            fact: z.unknown(),
            state: z.string(),
            failure: z.string().nullable(),
            receivedAt: isoInstant,
            foldedAt: isoInstant.nullable(),
            raw: z.unknown().meta({ description: "The provider's own body, when a callback brought it" }),
          }),
        ),
        ledger: z.array(
          z.object({
            id: z.int(),
            kind: z.string(),
            amountMicros: micros,
            to: z
              .enum(['funding', 'available', 'spent'])
              .meta({ description: 'available = it was given back; spent = it was paid' }),
            note: z.string().nullable(),
            createdAt: isoInstant,
          }),
        ),
        money: z
          .array(
            z.object({
              kind: entryKind,
              micros: micros.meta({ description: 'Below zero: given back of what had been settled' }),
              at: isoInstant.nullable(),
              note: z.string().nullable(),
            }),
          )
          .meta({ description: 'Why it costs what it does: held, settled of it, released, and what came later' }),
        transcript: z
          .object({
            state: z.string(),
            turns: z.array(z.object({ role: z.string(), text: z.string() })).nullable(),
            recording: z.boolean(),
          })
          .nullable(),
      }),
    ),
    numbers: z.array(z.object({ place: z.int(), phone: z.string(), lineType: z.string(), zones: z.array(z.string()) })),
    due: z.array(
      z.object({
        phone: z.string(),
        step: z.int(),
        channel: z.string(),
        dueAt: isoInstant,
        tryAt: isoInstant,
        closesAt: isoInstant,
        expiresAt: isoInstant,
      }),
    ),
    suppressions: z.array(suppression),
    consents: z.array(consentEvent.extend({ phone: phoneOut })).meta({ description: 'Of its numbers, newest first' }),
  })
  .meta({ id: 'ContactHistory' });

export const contactParams = z.strictObject({ contactId: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });
const contactFilters = {
  state: z
    .union([contactState, z.array(contactState).min(1).max(20)])
    .transform((value) => [value].flat())
    .optional()
    .meta({ description: 'One or several: repeated' }),
  phone: phoneIn.optional(),
  externalId: z.string().min(1).max(500).optional(),
  outcome: outcome.optional().meta({ description: 'How the last attempt ended' }),
  q: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'A part of the name, an external id, a number, or its last three or four digits' }),
  changedFrom: instantIn.optional().meta({ description: 'In its state since then or later' }),
  changedTo: instantIn.optional(),
};
const contactPages = {
  sort: z
    .enum(['list', 'name', 'state', 'next', 'attempts', 'changed'])
    .optional()
    .meta({
      description:
        'Absent: list, the order of the rows. Of one campaign only: next = the next attempt, changed = the last result. ' +
        'Rows without a value come last, equal ones in the order of the list',
    }),
  direction,
  cursor: sortedCursor,
  limit,
};
export const listContactsQuery = z.strictObject({ campaignId: uuid.optional(), ...contactFilters, ...contactPages });
export const campaignContactsQuery = z.strictObject({ ...contactFilters, ...contactPages });

const attemptFilters = { state: attemptState.optional(), outcome: outcome.optional() };
export const listAttemptsQuery = z.strictObject({
  campaignId: uuid.optional(),
  contactId: z.coerce.number().int().min(1).optional(),
  ...attemptFilters,
  assignee: assignee.optional().meta({ description: 'Of parked ones' }),
  ...uuidCursor,
});
export const campaignAttemptsQuery = z.strictObject({ ...attemptFilters, ...uuidCursor });
export const attemptParams = z.strictObject({ attemptId: uuid });
export const resolveBody = z
  .strictObject({ dialled: z.boolean(), reason })
  .meta({ id: 'ResolveAttempt', description: 'What a person found out about a parked attempt' });
export const accepted = z.object({ accepted: z.literal(true) });

export const suppressContactBody = z.strictObject({ ...scopeIn, evidence: z.string().max(1_000).optional() });
