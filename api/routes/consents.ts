import type { z } from 'zod';
import type { ConsentDraft } from '../../engine/consent/records/check-consent.ts';
import { listConsentEvents } from '../../engine/consent/records/list-consent-events.ts';
import { listConsent } from '../../engine/consent/records/list-consent.ts';
import { recordConsents } from '../../engine/consent/records/record-consent.ts';
import { revokeConsent } from '../../engine/consent/records/revoke-consent.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import { page } from '../schemas/common.ts';
import * as schemas from '../schemas/consents.ts';
import type { Api } from './api.ts';

const tags = ['consents'];
const write = { scope: 'consent:write', idempotent: true } as const;

export function consentRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/consents',
    {
      config: { scope: 'read' },
      schema: { tags, querystring: schemas.consentQuery, response: { 200: schemas.consentOfPhone } },
    },
    (request) => listConsent(engine, request.query),
  );
  app.get(
    '/consents/events',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        description: 'What was recorded of consent, of everybody, newest first.',
        querystring: schemas.listConsentEventsQuery,
        response: { 200: page(schemas.consentEventInList) },
      },
    },
    (request) => listConsentEvents(engine, request.query),
  );
  app.post(
    '/consents',
    {
      config: write,
      schema: {
        tags,
        description: 'Each is judged by itself: look at `refused`, and at `results` for the index and reason of each.',
        body: schemas.recordConsentsBody,
        response: { 201: schemas.recordedConsents },
      },
    },
    async (request, reply) => {
      const items = request.body.items.map(draftOf);
      return reply.code(201).send(await recordConsents(engine, { items, actor: actorOf(request) }));
    },
  );
  app.post(
    '/consents/revoke',
    {
      config: write,
      schema: { tags, body: schemas.revokeConsentBody, response: { 201: schemas.revokedConsent } },
    },
    async (request, reply) =>
      reply.code(201).send(await revokeConsent(engine, { ...request.body, actor: actorOf(request) })),
  );
}

const PHONE = /^\+[1-9]\d{6,14}$/;
/** An instant that names its zone, or a date alone: without a zone a time could be a day off. */
const INSTANT = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d))?$/i;

function draftOf(item: z.output<typeof schemas.newConsent>): ConsentDraft {
  const { phone, textShown, evidence, happenedAt, expiresAt, ...rest } = item;
  return {
    ...rest,
    phone: PHONE.test(phone) ? Number(phone.replace(/\D/g, '')) : Number.NaN,
    textShown: textShown ?? null,
    evidence: evidence ?? null,
    happenedAtMs: msOf(happenedAt),
    expiresAtMs: expiresAt === undefined ? null : msOf(expiresAt),
  };
}

function msOf(text: string): number {
  if (!INSTANT.test(text)) return Number.NaN;
  // 30 February is no typing error that a calendar should mend.
  const day = text.slice(0, 10);
  const dayMs = Date.parse(day);
  if (Number.isNaN(dayMs) || new Date(dayMs).toISOString().slice(0, 10) !== day) return Number.NaN;
  return Date.parse(text.replace(' ', 'T'));
}
