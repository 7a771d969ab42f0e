import { z } from 'zod';
import { inFlight, isoInstant, phoneIn, phoneOut, phoneWritten, reason, uuid, uuidCursor } from './common.ts';
import { campaignPurpose, channel, consentClass } from './states.ts';
import { scopeOut } from './suppressions.ts';

/** Judged one by one, so that one that is wrong hinders no other: here only their shape is. */
const word = z.string().max(100);
const proof = z.string().max(4_000);
const when = z.string().max(40).meta({ description: 'ISO 8601 with its zone, or a date (its first instant in UTC)' });

export const newConsent = z
  .strictObject({
    phone: word.meta({ description: 'In full, like +12025550123' }),
    purpose: word.default('').meta({ description: 'marketing, informational or emergency; empty = all' }),
    channel: word.default('').meta({ description: 'call or sms; empty = both' }),
    consentClass: word.meta({ description: 'express or written' }),
    method: word.meta({ description: 'How, in a word: web_form, paper, call ...' }),
    textShown: proof.optional().meta({ description: 'What the person was shown or told' }),
    evidence: proof.optional(),
    happenedAt: when,
    expiresAt: when.optional(),
  })
  .meta({ id: 'NewConsent' });
export const recordConsentsBody = z.strictObject({ items: z.array(newConsent).min(1).max(1_000) });
export const recordedConsents = z.object({
  recorded: z.int(),
  already: z.int().meta({ description: 'The very same was on record' }),
  refused: z.int(),
  results: z.array(
    z.union([
      z.object({ index: z.int(), id: uuid, already: z.boolean() }),
      z.object({ index: z.int(), code: z.string(), message: z.string() }),
    ]),
  ),
});

export const revokeConsentBody = z.strictObject({
  phone: phoneWritten,
  purpose: word.optional(),
  channel: word.optional(),
  method: word.min(1).optional(),
  reason,
});
export const revokedConsent = z.object({ consentId: uuid, ...inFlight });

export const consentQuery = z.strictObject({ phone: phoneIn });
export const consentEvent = z
  .object({
    id: uuid,
    kind: z.enum(['given', 'revoked']),
    ...scopeOut,
    consentClass,
    method: z.string(),
    textShown: z.string().nullable(),
    evidence: z.string().nullable().meta({ description: 'Of a revocation: its reason' }),
    happenedAt: isoInstant,
    expiresAt: isoInstant.nullable(),
    createdBy: z.string(),
    createdAt: isoInstant,
    importId: uuid.nullable(),
    rowNumber: z.int().nullable(),
  })
  .meta({ id: 'ConsentEvent' });
export const consentEventInList = consentEvent.extend({ phone: phoneOut }).meta({ id: 'ConsentEventInList' });
export const listConsentEventsQuery = z.strictObject({ kind: z.enum(['given', 'revoked']).optional(), ...uuidCursor });
export const consentOfPhone = z.object({
  phone: phoneOut,
  at: isoInstant,
  holds: z.array(
    z.object({
      purpose: campaignPurpose,
      channel,
      held: z.boolean(),
      consentClass,
      since: isoInstant.nullable(),
      expiresAt: isoInstant.nullable(),
      eventId: uuid.nullable().meta({ description: 'The event that decides' }),
    }),
  ),
  events: z.array(consentEvent).meta({ description: 'Newest first' }),
});
