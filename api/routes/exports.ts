import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
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
import { exportRows, type ExportColumns } from '../../engine/reading/export-rows.ts';
import { listMembers } from '../../engine/retrying/list-retries.ts';
import type { ApiDeps } from '../deps.ts';
import { campaignParams } from '../schemas/campaigns.ts';
import * as schemas from '../schemas/exports.ts';
import { causeParams, exportFailedContactsQuery } from '../schemas/failures.ts';
import { retryParams } from '../schemas/retries.ts';
import type { Api } from './api.ts';
import { readAssignee } from './read-assignee.ts';
import { started } from './started-stream.ts';

const config = { scope: 'read' } as const;

/** Every list that people look at, as CSV under the same filters: streamed, whole, in columns that stay. */
export function exportRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/attempts.csv',
    { config, schema: { ...shown('attempts', columns.ATTEMPT_EXPORT), querystring: schemas.exportAttempts } },
    ({ query }, reply) =>
      send(reply, 'attempts', columns.ATTEMPT_EXPORT, (page) => listAttempts(engine, { ...query, ...page })),
  );
  app.get(
    '/campaigns/:campaignId/attempts.csv',
    {
      config,
      schema: {
        ...shown('attempts', columns.ATTEMPT_EXPORT),
        params: campaignParams,
        querystring: schemas.exportCampaignAttempts,
      },
    },
    ({ params, query }, reply) =>
      send(reply, `attempts-${params.campaignId}`, columns.ATTEMPT_EXPORT, (page) =>
        listAttempts(engine, { ...params, ...query, ...page }),
      ),
  );
  app.get(
    '/contacts.csv',
    { config, schema: { ...shown('contacts', columns.CONTACT_EXPORT), querystring: schemas.exportContacts } },
    ({ query }, reply) =>
      send(reply, 'contacts', columns.CONTACT_EXPORT, (page) => listContacts(engine, { ...query, ...page })),
  );
  app.get(
    '/failures/:cause/contacts.csv',
    {
      config,
      schema: {
        ...shown('failures', columns.FAILED_CONTACT_EXPORT),
        params: causeParams,
        querystring: exportFailedContactsQuery,
      },
    },
    ({ params, query: { from, to, ...filter } }, reply) =>
      send(reply, 'failures', columns.FAILED_CONTACT_EXPORT, (page) =>
        listFailedContacts(engine, { ...params, ...filter, fromMs: from, toMs: to, ...page }),
      ),
  );
  app.get(
    '/retries/:retryId/members.csv',
    {
      config,
      schema: {
        ...shown('retries', columns.RETRY_MEMBER_EXPORT),
        params: retryParams,
        querystring: schemas.exportMembers,
      },
    },
    ({ params, query }, reply) =>
      send(reply, `retry-${params.retryId}`, columns.RETRY_MEMBER_EXPORT, (page) =>
        listMembers(engine, { ...params, ...query, ...page }),
      ),
  );
  moreExports(app, engine);
}

function moreExports(app: Api, engine: ApiDeps['engine']): void {
  app.get(
    '/suppressions.csv',
    {
      config,
      schema: { ...shown('suppressions', columns.SUPPRESSION_EXPORT), querystring: schemas.exportSuppressions },
    },
    ({ query }, reply) =>
      send(reply, 'suppressions', columns.SUPPRESSION_EXPORT, (page) =>
        listSuppressions(engine, { ...query, ...page }),
      ),
  );
  app.get(
    '/consents/events.csv',
    { config, schema: { ...shown('consents', columns.CONSENT_EXPORT), querystring: schemas.exportConsents } },
    ({ query }, reply) =>
      send(reply, 'consents', columns.CONSENT_EXPORT, (page) => listConsentEvents(engine, { ...query, ...page })),
  );
  app.get(
    '/ledger/entries.csv',
    { config, schema: { ...shown('credits', columns.ENTRY_EXPORT), querystring: schemas.exportEntries } },
    ({ query }, reply) =>
      send(reply, 'ledger', columns.ENTRY_EXPORT, (page) => listEntries(engine, { ...query, ...page })),
  );
  app.get(
    '/appointments.csv',
    {
      config,
      schema: { ...shown('appointments', columns.APPOINTMENT_EXPORT), querystring: schemas.exportAppointments },
    },
    ({ query: { from, to, ...filter } }, reply) =>
      send(reply, 'appointments', columns.APPOINTMENT_EXPORT, (page) =>
        listAppointments(engine, { ...filter, fromMs: from, toMs: to, ...page }),
      ),
  );
  app.get(
    '/audit.csv',
    { config, schema: { ...shown('audit', columns.AUDIT_EXPORT), querystring: schemas.exportAudit } },
    ({ query: { from, to, ...filter } }, reply) =>
      send(reply, 'audit', columns.AUDIT_EXPORT, (page) =>
        listAudit(engine, { ...filter, fromMs: toMs(from), toMs: toMs(to), ...page }),
      ),
  );
  app.get(
    '/reviews.csv',
    { config, schema: { ...shown('reviews', columns.REVIEW_EXPORT), querystring: schemas.exportReviews } },
    (request, reply) => {
      const query = { ...request.query, assignee: readAssignee(request, request.query.assignee) };
      return send(reply, 'reviews', columns.REVIEW_EXPORT, (page) => listReviews(engine, { ...query, ...page }));
    },
  );
  app.get(
    '/numbers.csv',
    { config, schema: { ...shown('numbers', columns.NUMBER_EXPORT), querystring: schemas.exportNumbers } },
    ({ query }, reply) =>
      send(reply, 'numbers', columns.NUMBER_EXPORT, async () => ({
        items: await listNumbers(engine, query),
        nextCursor: null,
      })),
  );
}

const toMs = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));

/** How the API describes it. */
const shown = <Item>(tag: string, list: ExportColumns<Item>) => ({
  tags: [tag],
  description: `The whole list under the filter as CSV, streamed. Columns: ${Object.keys(list).join(', ')}.`,
});

async function send<Item>(
  reply: FastifyReply,
  name: string,
  list: ExportColumns<Item>,
  readPage: Parameters<typeof exportRows<Item>>[1],
): Promise<FastifyReply> {
  const lines = await started(exportRows(list, readPage));
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .send(Readable.from(lines));
}
