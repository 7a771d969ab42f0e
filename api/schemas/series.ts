import { z } from 'zod';
import { appointmentState, planStatus, programme, stepSays, zone } from './appointment-words.ts';
import { isoInstant, phoneIn, phoneOut, reason, uuid, uuidCursor } from './common.ts';
import { channel } from './states.ts';

/** Its occurrences have it with their date behind it, and so much room is left for that. */
const externalId = z.string().min(1).max(170);
const date = z.iso.date().meta({ description: 'The local date of an occurrence', example: '2026-12-22' });
const words = z.string().max(20_000);

const rule = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .meta({
    description:
      'RRULE (RFC 5545) or plain English: "every weekday 8:00", "every 2nd Tuesday 09:30" (every other one), "2nd Tuesday ' +
      'of the month 09:30", "every 2 weeks on Mon, Wed 10:00", "monthly on the 15th 9:00". `words` of the answer says ' +
      'what was understood.',
    example: 'every 2nd Tuesday 09:30',
  });
const first = z.string().max(100).meta({
  description: 'The local start of the first one; its date where the rule says the time. Left out = from today on',
  example: '2026-12-08 09:30',
});
const seriesZone = zone.meta({ description: "Else the programme's, else that of the number where it has only one" });
const phone = words.meta({ description: 'E.164', example: '+12025550123' });
const variables = z.record(z.string(), words);

export const seriesParams = z.strictObject({ programmeId: programme, externalId });
export const seriesProgrammeParams = z.strictObject({ programmeId: programme });
export const seriesBody = z
  .strictObject({
    phone,
    rule,
    first: first.optional(),
    zone: seriesZone.optional(),
    name: words.optional(),
    variables: variables.optional(),
  })
  .meta({ id: 'NewSeries' });
export const seriesPatch = z
  .strictObject({
    rule: rule.optional(),
    first: first.optional(),
    zone: seriesZone.optional(),
    phone: phone.optional(),
    name: words.nullable().optional(),
    variables: variables.optional(),
  })
  .meta({ id: 'SeriesChange', description: 'What is to be otherwise; a name of null takes it away' });
export const splitSeriesBody = z
  .strictObject({
    from: date.meta({ description: 'The local date of the occurrence with which the new series begins' }),
    newExternalId: externalId.optional().meta({ description: 'Left out = the old one with @DATE behind it' }),
    rule: rule.optional(),
    first: first.optional(),
    zone: seriesZone.optional(),
    phone: phone.optional(),
    name: words.nullable().optional(),
    variables: variables.optional(),
    reason: reason.optional(),
  })
  .meta({ id: 'SplitOfSeries', description: 'What is left out stays as it is' });
export const skipOnceBody = z
  .strictObject({
    occurrence: date.optional().meta({ description: 'Left out = the next one that is not skipped yet' }),
    undo: z.boolean().optional(),
    reason: reason.optional(),
  })
  .nullish();
export const seriesReasonBody = z.strictObject({ reason: reason.optional() }).nullish();
export const endSeriesQuery = z.strictObject({ reason: reason.optional() });

const state = z.enum(['active', 'paused', 'ended']);
export const listSeriesQuery = z.strictObject({ state: state.optional(), phone: phoneIn.optional(), ...uuidCursor });

const occurrence = z
  .object({
    occurrence: z.string().meta({ description: 'Which one: its local date' }),
    local: z.string().meta({ description: 'By the rule, on the clock of the zone' }),
    at: isoInstant,
    understood: z.string().meta({ example: 'Tue 8 Dec 09:30 in Chicago' }),
    note: z
      .object({ code: z.enum(['gap', 'fold']), message: z.string() })
      .nullable()
      .meta({ description: 'Where clocks change: its time does not exist that day, or comes twice' }),
    appointment: z
      .object({
        externalId: z.string(),
        state: appointmentState,
        startsAt: isoInstant.meta({ description: 'Wherever it was moved' }),
        detached: z.boolean().meta({ description: 'Edited by itself: changes of the series leave it alone' }),
        skipped: z.boolean().meta({ description: 'None of its steps goes out' }),
        plan: z.array(
          z.object({
            step: z.string(),
            says: stepSays,
            channel,
            status: planStatus,
            reason: z.string().nullable(),
            why: z.string(),
            at: isoInstant.nullable(),
            atLocal: z.string().nullable(),
          }),
        ),
      })
      .nullable()
      .meta({ description: 'Null = not booked yet, too far away' }),
  })
  .meta({ id: 'Occurrence' });

const fields = {
  seriesId: uuid,
  programmeId: uuid,
  externalId: z.string(),
  version: z.int(),
  state,
  rrule: z.string().meta({ example: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU' }),
  words: z
    .string()
    .meta({ description: 'As it was understood', example: 'every 2 weeks on Tuesday at 09:30 in Chicago' }),
  firstLocal: z.string(),
  zone: z.string(),
  phone: phoneOut,
  name: z.string().nullable(),
  variables: z.record(z.string(), z.string()),
  madeUntil: isoInstant.meta({ description: 'Occurrences before it are booked; later ones when their time comes' }),
  changedAt: isoInstant,
  next: z.array(occurrence).meta({ description: 'The next five' }),
};
export const series = z.object(fields).meta({ id: 'Series' });
export const changedSeries = z
  .object({
    ...fields,
    change: z.enum(['created', 'edited', 'restarted', 'unchanged', 'paused', 'resumed', 'ended', 'split']),
    occurrences: z.object({
      booked: z.int(),
      changed: z.int().meta({ description: 'Moved, edited, brought back or planned anew' }),
      cancelled: z.int(),
      inFlight: z
        .array(z.object({ attemptId: uuid, step: z.string(), channel }))
        .meta({ description: 'Messages that had left; they cannot be taken back' }),
      problems: z.array(z.object({ externalId: z.string(), code: z.string(), message: z.string() })),
    }),
  })
  .meta({ id: 'ChangedSeries' });
