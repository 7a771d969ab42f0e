import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { listAudit } from '../../engine/access/list-audit.ts';
import { listReviews } from '../../engine/answering/list-reviews.ts';
import { listSuppressions } from '../../engine/consent/list.ts';
import { listConsentEvents } from '../../engine/consent/records/list-consent-events.ts';
import { listEntries } from '../../engine/credits/list-entries.ts';
import { listFailedContacts } from '../../engine/failures/list-contacts.ts';
import { listNumbers } from '../../engine/numbers/list.ts';
import { listAppointments } from '../../engine/reading/appointments/list.ts';
import { listAttempts } from '../../engine/reading/attempts.ts';
import { listContacts } from '../../engine/reading/contacts.ts';
import * as columns from '../../engine/reading/export-columns.ts';
import { listMembers } from '../../engine/retrying/list-retries.ts';
import type { ApiDeps } from '../deps.ts';
import { campaignParams } from '../schemas/campaigns.ts';
import * as schemas from '../schemas/exports.ts';
import { causeParams, chosenContacts, exportFailedContactsQuery } from '../schemas/failures.ts';
import { retryParams } from '../schemas/retries.ts';
import type { Api } from './api.ts';
import { readAssignee } from './read-assignee.ts';
import { csvOf, sendCsv } from './send-csv.ts';

const config = { scope: 'read' } as const;

/** Every list that people look at, as CSV under the same filters: streamed, whole, in columns that stay. */
export function exportRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/attempts.csv',
    { config, schema: { ...csvOf('attempts', columns.ATTEMPT_EXPORT), querystring: schemas.exportAttempts } },
    (request, reply) => {
      const query = { ...request.query, assignee: readAssignee(request, request.query.assignee) };
      return sendCsv(reply, 'attempts', columns.ATTEMPT_EXPORT, (page) => listAttempts(engine, { ...query, ...page }));
    },
  );
  app.get(
    '/campaigns/:campaignId/attempts.csv',
    {
      config,
      schema: {
        ...csvOf('attempts', columns.ATTEMPT_EXPORT),
        params: campaignParams,
        querystring: schemas.exportCampaignAttempts,
      },
    },
    ({ params, query }, reply) =>
      sendCsv(reply, `attempts-${params.campaignId}`, columns.ATTEMPT_EXPORT, (page) =>
        listAttempts(engine, { ...params, ...query, ...page }),
      ),
  );
  app.get(
    '/contacts.csv',
    { config, schema: { ...csvOf('contacts', columns.CONTACT_EXPORT), querystring: schemas.exportContacts } },
    ({ query }, reply) =>
      sendCsv(reply, 'contacts', columns.CONTACT_EXPORT, (page) => listContacts(engine, { ...query, ...page })),
  );
  failedContactExports(app, engine);
  app.get(
    '/retries/:retryId/members.csv',
    {
      config,
      schema: {
        ...csvOf('retries', columns.RETRY_MEMBER_EXPORT),
        params: retryParams,
        querystring: schemas.exportMembers,
      },
    },
    ({ params, query }, reply) =>
      sendCsv(reply, `retry-${params.retryId}`, columns.RETRY_MEMBER_EXPORT, (page) =>
        listMembers(engine, { ...params, ...query, ...page }),
      ),
  );
  moreExports(app, engine);
}

function failedContactExports(app: Api, engine: ApiDeps['engine']): void {
  const path = '/failures/:cause/contacts.csv';
  const csv = csvOf('failures', columns.FAILED_CONTACT_EXPORT);
  const asked = { params: causeParams, querystring: exportFailedContactsQuery };
  type Asked = z.output<typeof causeParams> & z.output<typeof exportFailedContactsQuery>;
  const send = (reply: FastifyReply, { from, to, ...filter }: Asked, chosen: z.output<typeof chosenContacts>) =>
    sendCsv(reply, 'failures', columns.FAILED_CONTACT_EXPORT, (page) =>
      listFailedContacts(engine, { ...filter, ...chosen, fromMs: from, toMs: to, ...page }),
    );
  app.get(path, { config, schema: { ...csv, ...asked } }, ({ params, query }, reply) =>
    send(reply, { ...params, ...query }, {}),
  );
  // It changes nothing: no address has room for what was chosen.
  app.post(
    path,
    {
      config,
      schema: {
        ...csv,
        ...asked,
        description: `The chosen contacts of the list, or all but some. ${csv.description}`,
        body: chosenContacts,
      },
    },
    ({ params, query, body }, reply) => send(reply, { ...params, ...query }, body),
  );
}

function moreExports(app: Api, engine: ApiDeps['engine']): void {
  app.get(
    '/suppressions.csv',
    {
      config,
      schema: { ...csvOf('suppressions', columns.SUPPRESSION_EXPORT), querystring: schemas.exportSuppressions },
    },
    ({ query }, reply) =>
      sendCsv(reply, 'suppressions', columns.SUPPRESSION_EXPORT, (page) =>
        listSuppressions(engine, { ...query, ...page }),
      ),
  );
  app.get(
    '/consents/events.csv',
    { config, schema: { ...csvOf('consents', columns.CONSENT_EXPORT), querystring: schemas.exportConsents } },
    ({ query }, reply) =>
      sendCsv(reply, 'consents', columns.CONSENT_EXPORT, (page) => listConsentEvents(engine, { ...query, ...page })),
  );
  app.get(
    '/ledger/entries.csv',
    { config, schema: { ...csvOf('credits', columns.ENTRY_EXPORT), querystring: schemas.exportEntries } },
    ({ query }, reply) =>
      sendCsv(reply, 'ledger', columns.ENTRY_EXPORT, (page) => listEntries(engine, { ...query, ...page })),
  );
  app.get(
    '/appointments.csv',
    {
      config,
      schema: { ...csvOf('appointments', columns.APPOINTMENT_EXPORT), querystring: schemas.exportAppointments },
    },
    ({ query: { from, to, ...filter } }, reply) =>
      sendCsv(reply, 'appointments', columns.APPOINTMENT_EXPORT, (page) =>
        listAppointments(engine, { ...filter, fromMs: from, toMs: to, ...page }),
      ),
  );
  app.get(
    '/audit.csv',
    { config, schema: { ...csvOf('audit', columns.AUDIT_EXPORT), querystring: schemas.exportAudit } },
    ({ query: { from, to, ...filter } }, reply) =>
      sendCsv(reply, 'audit', columns.AUDIT_EXPORT, (page) =>
        listAudit(engine, { ...filter, fromMs: toMs(from), toMs: toMs(to), ...page }),
      ),
  );
  app.get(
    '/reviews.csv',
    { config, schema: { ...csvOf('reviews', columns.REVIEW_EXPORT), querystring: schemas.exportReviews } },
    (request, reply) => {
      const query = { ...request.query, assignee: readAssignee(request, request.query.assignee) };
      return sendCsv(reply, 'reviews', columns.REVIEW_EXPORT, (page) => listReviews(engine, { ...query, ...page }));
    },
  );
  app.get(
    '/numbers.csv',
    { config, schema: { ...csvOf('numbers', columns.NUMBER_EXPORT), querystring: schemas.exportNumbers } },
    ({ query }, reply) =>
      sendCsv(reply, 'numbers', columns.NUMBER_EXPORT, async () => ({
        items: await listNumbers(engine, query),
        nextCursor: null,
      })),
  );
}

const toMs = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));
