import { z } from 'zod';
import type { EventKind } from '../../domain/events/event-kind.ts';
import { isoInstant, limit, numberCursor, reason, uuid } from './common.ts';

const eventId = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const kind = z.string().trim().min(1).max(100);
/** Every kind, and what it tells beside its ids and names. */
const KINDS: Readonly<Record<EventKind, string>> = {
  'import.checked': 'rows, accepted, rejected, duplicates; once for each check',
  'campaign.launched': 'contacts by state, by whom',
  'campaign.launch_undone': 'by whom: nobody was dialled',
  'campaign.paused': 'contacts by state, by whom; by which rule, where Outdial did it itself',
  'campaign.resumed': 'contacts by state, by whom',
  'campaign.completed': 'contacts by state; again when a retry has opened it again',
  'campaign.cancelled': 'contacts by state, by whom',
  'retry.canary_stopped': 'dialled, reached, left',
  'retry.completed': 'dialled, reached, left',
  'appointment.moved': 'version, start, zone, by whom',
  'appointment.cancelled': 'version, start, zone, by whom',
  'appointment.restored': 'version, start, zone, by whom',
  'appointment.confirmed': 'version, start, zone, by whom',
  'appointment.cancel_asked': 'what a person asked for',
  'appointment.reschedule_asked': 'what a person asked for',
  'appointment.answer_unclear': 'an answer that a person must read',
  'appointment.answer_late': 'an answer after its time',
};
const KIND_WORDS = Object.entries(KINDS)
  .map(([name, words]) => `${name} (${words})`)
  .join('; ');

const kinds = z.array(kind).max(100).meta({ description: 'Kinds, or beginnings of them; none = all' });

export const event = z
  .object({
    id: z.int(),
    kind: z.string().meta({ description: `${KIND_WORDS}. Never a phone number of a contact` }),
    subject: z.string(),
    at: isoInstant,
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Event' });
export const listEventsQuery = z.strictObject({
  after: eventId.optional().meta({ description: 'Only events with a higher id' }),
  kinds: z
    .union([kind, z.array(kind)])
    .transform((value) => [value].flat().flatMap((text) => text.split(',')))
    .optional()
    .meta({ description: 'Kinds, or beginnings of them: repeated, or with commas between' }),
  subject: z.string().max(200).optional(),
  limit,
});
export const eventFeed = z.object({
  items: z.array(event),
  after: z.int().meta({ description: 'Ask again with after = this: none is missed, none comes twice' }),
});

export const newEndpoint = z.strictObject({ url: z.string().min(1).max(2_000), kinds: kinds.optional() });
export const createdEndpoint = z.object({
  endpointId: uuid,
  secret: z.string().meta({ description: 'Signs every request (Standard Webhooks). Shown this once' }),
});
export const endpointView = z
  .object({
    id: uuid,
    url: z.string(),
    kinds: z.array(z.string()),
    enabled: z.boolean(),
    disabledReason: z.string().nullable(),
    createdBy: z.string(),
    createdAt: isoInstant,
    waiting: z.int().meta({ description: 'Events on their way to it' }),
  })
  .meta({ id: 'WebhookEndpoint' });
export const endpointList = z.object({ items: z.array(endpointView) });
export const endpointParams = z.strictObject({ endpointId: uuid });
export const endpointChange = z.strictObject({
  url: z.string().min(1).max(2_000).optional(),
  kinds: kinds.optional(),
  enabled: z.boolean().optional(),
  reason: reason.optional(),
});
export const changedEndpoint = z.object({
  givenUp: z.int().meta({ description: 'Events that waited for it and will not be sent' }),
});
export const rotatedSecret = z.object({ secret: z.string(), oldSignsUntil: isoInstant });
export const testSent = z.object({ eventId: z.int() });

const deliveryState = z.enum(['waiting', 'delivered', 'failed']);
export const delivery = z
  .object({
    eventId: z.int(),
    kind: z.string(),
    subject: z.string(),
    state: deliveryState,
    tries: z.int(),
    nextTryAt: isoInstant.nullable(),
    lastStatus: z.int().nullable(),
    lastError: z.string().nullable(),
    deliveredAt: isoInstant.nullable(),
  })
  .meta({ id: 'WebhookDelivery' });
export const listDeliveriesQuery = z.strictObject({ state: deliveryState.optional(), ...numberCursor });
export const deliveryParams = z.strictObject({ endpointId: uuid, eventId });
