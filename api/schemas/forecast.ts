import { z } from 'zod';
import { isoInstant, micros, numberCursor, page, phoneOut, uuid } from './common.ts';
import { contactState } from './states.ts';

export const forecast = z
  .object({
    campaignId: uuid,
    at: isoInstant,
    startsAt: isoInstant.meta({ description: 'From when calls are counted: now, or the later start' }),
    contacts: z.int().meta({ description: 'Of its lists, those too that are checked and wait for their commit' }),
    willDial: z.int(),
    now: z.int(),
    later: z.int().meta({ description: 'Outside of their hours at the start' }),
    never: z.array(z.object({ state: contactState, reason: z.string(), contacts: z.int() })),
    zones: z.array(z.object({ zones: z.array(z.string()), contacts: z.int() })),
    hours: z
      .array(z.object({ at: isoInstant, calls: z.int() }))
      .meta({ description: 'First calls or texts by hour, for a week' }),
    finishAt: isoInstant.nullable().meta({ description: 'Everybody tried once; null = not within the week' }),
    left: z.int().meta({ description: 'Not tried within the week' }),
    limit: z
      .object({ by: z.enum(['pace', 'account_pace', 'slots']), perSecond: z.number() })
      .nullable()
      .meta({ description: 'What holds it back most' }),
    assumedCallSeconds: z.int(),
    oneRoundMicros: micros,
    mostMicros: micros.meta({ description: 'Everybody as often as allowed, each at its dearest' }),
  })
  .meta({ id: 'Forecast' });

export const forecastContactsQuery = z.strictObject({
  part: z.enum(['later', 'unknown_zone', 'no_consent']).meta({
    description: 'Outside of their hours at the start; without a known zone; without the consent that is asked for',
  }),
  ...numberCursor,
});
export const forecastContact = z
  .object({
    contactId: z.int(),
    importId: uuid,
    rowNumber: z.int(),
    name: z.string().nullable(),
    phone: phoneOut.meta({ description: 'The number that is tried first' }),
    zones: z.array(z.string()).meta({ description: 'Of the number that would be dialled' }),
    places: z.array(z.string()),
    opensAt: isoInstant
      .nullable()
      .meta({ description: 'When their hours open; null = more must be known of them first' }),
  })
  .meta({ id: 'ForecastContact' });
export const forecastContacts = page(forecastContact).extend({
  looked: z
    .int()
    .meta({ description: 'Contacts that were judged for this page; one that is empty may have a next one' }),
});
