import { z } from 'zod';
import { appointmentState } from './appointment-words.ts';
import { assignee, assignment } from './assignments.ts';
import { isoInstant, phoneOut, reason, uuid, uuidCursor } from './common.ts';
import { answerMeaning } from './states.ts';

const kind = z.enum(['opt_out', 'answer']);
const state = z.enum(['open', 'confirmed', 'dismissed']);
const answered = z.object({
  programmeId: uuid,
  externalId: z.string(),
  startsAt: isoInstant,
  state: appointmentState,
  answer: answerMeaning.nullable(),
});
export const review = z
  .object({
    id: uuid,
    kind: kind.meta({ description: 'opt_out: words that may be a "no"; answer: one that nobody understood' }),
    phone: phoneOut,
    evidence: z.string().meta({ description: 'The words, or the keys, as they came' }),
    attemptId: uuid.nullable(),
    suppressionId: uuid.nullable().meta({ description: 'What holds until somebody decides' }),
    appointments: z.array(answered).meta({ description: 'Of the message that it answers' }),
    state,
    createdAt: isoInstant,
    decidedAt: isoInstant.nullable(),
    decidedBy: z.string().nullable(),
    decidedReason: z.string().nullable(),
    assignment: assignment.nullable().meta({ description: 'Who looks after it' }),
  })
  .meta({ id: 'Review' });
export const listReviewsQuery = z.strictObject({
  kind: kind.optional(),
  state: state.optional(),
  campaignId: uuid.optional().meta({ description: 'Whose call or text was answered' }),
  assignee: assignee.optional(),
  ...uuidCursor,
});
export const reviewParams = z.strictObject({ reviewId: uuid });
export const confirmBody = z.strictObject({ reason: reason.optional() });
export const dismissBody = z.strictObject({ reason });
export const decidedReview = z.object({
  reviewId: uuid,
  state: z.enum(['confirmed', 'dismissed']),
  already: z.boolean().meta({ description: 'It had been decided so before' }),
  contactsReady: z.int().meta({ description: 'Contacts that go on because of it' }),
});

const meaning = z.enum(['confirm', 'cancel', 'reschedule', 'none']).meta({ description: 'none: it asks for nothing' });
export const decideBody = z.strictObject({ meaning, reason: reason.optional() });
export const decidedAnswer = z
  .object({
    reviewId: uuid,
    state: z.enum(['confirmed', 'dismissed']),
    meaning,
    already: z.boolean().meta({ description: 'It had been decided so before' }),
    appointments: z.array(answered).meta({ description: 'Of the message that it answers, as they stand now' }),
  })
  .meta({ id: 'DecidedAnswer' });
