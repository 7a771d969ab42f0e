import { z } from 'zod';
import { CHANNELS } from '../domain/channel.ts';
import { CONSENT_CLASSES } from '../domain/law/law-rule.ts';
import { CAMPAIGN_PURPOSES } from '../domain/purpose.ts';
import { parseLocalDay } from '../domain/wall-clock.ts';

const text = z.string().trim().min(1, 'must not be empty');
const date = z
  .string()
  .refine(
    (value) => /^\d{4}-\d\d-\d\d$/.test(value) && parseLocalDay(value) !== undefined,
    'must be a date, YYYY-MM-DD',
  );
const calendar = z.array(date).min(1, 'must hold a date');
const several = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z
    .array(z.enum(values, `must be one of ${values.join(', ')}`))
    .min(1, `must name at least one of ${values.join(', ')}`);

const rule = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be small letters and digits with hyphens, like us-fl-hours'),
    jurisdiction: z
      .string()
      .regex(/^(\*|[A-Z]{2}(-[A-Z0-9]{1,3})?)$/, 'must be a country like GB, a part of one like US-FL, or *'),
    from: date,
    until: date.exactOptional(),
    purposes: several(CAMPAIGN_PURPOSES),
    channels: several(CHANNELS),
    // What is wrong with windows is found by the words that campaigns get, not here.
    hours: z.record(z.string(), z.array(z.tuple([z.string(), z.string()]))).exactOptional(),
    closedOn: z.array(text).min(1, 'must name a calendar, or be left out').exactOptional(),
    caps: z
      .array(z.strictObject({ count: z.int().min(1).max(1_000), hours: z.int().min(1).max(8_784) }))
      .min(1, 'must hold a cap, or be left out')
      .exactOptional(),
    consent: z.enum(CONSENT_CLASSES, `must be one of ${CONSENT_CLASSES.join(', ')}`).exactOptional(),
    confirmed: z.boolean(),
    source: text,
    note: text.exactOptional(),
  })
  .refine(
    ({ hours, closedOn, caps, consent }) => [hours, closedOn, caps, consent].some((part) => part !== undefined),
    'sets nothing: give hours, closedOn, caps or consent',
  )
  .refine(({ from, until }) => until === undefined || from < until, {
    path: ['until'],
    message: 'must be after "from": it is the first day on which the rule does not hold',
  });

const head = { version: date, title: text };
const calendars = z.record(
  z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a calendar is named in small letters, digits and hyphens'),
  calendar,
);

/** A file of rules: data/law/*.json. */
export const ruleFile = z.strictObject({
  ...head,
  notLegalAdvice: z.literal(true, 'must be true: no rule file is legal advice'),
  rules: z.array(rule),
  calendars: calendars.exactOptional(),
});

/** A file of holidays: data/law/holidays/*.json. */
export const holidayFile = z.strictObject({ ...head, source: text, calendars });

export type FileRule = z.output<typeof rule>;
