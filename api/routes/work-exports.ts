import { listKeys } from '../../engine/access/list-keys.ts';
import { listUsers } from '../../engine/access/list-users.ts';
import { listMissed } from '../../engine/reading/appointments/missed.ts';
import { listCampaigns } from '../../engine/reading/campaigns.ts';
import * as columns from '../../engine/reading/export-columns-of-work.ts';
import { listImports } from '../../engine/reading/imports.ts';
import { listSeries } from '../../engine/reminders/series/show-series.ts';
import { listRetries } from '../../engine/retrying/list-retries.ts';
import type { ApiDeps } from '../deps.ts';
import * as schemas from '../schemas/exports.ts';
import type { Api } from './api.ts';
import { csvOf, sendCsv } from './send-csv.ts';

const config = { scope: 'read' } as const;

/** Lists of what is run and of who runs it, as CSV: campaigns, retries, uploads, series, missed reminders, users, keys. */
export function workExportRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/campaigns.csv',
    { config, schema: { ...csvOf('campaigns', columns.CAMPAIGN_EXPORT), querystring: schemas.exportCampaigns } },
    ({ query: { state, ...filter } }, reply) =>
      sendCsv(reply, 'campaigns', columns.CAMPAIGN_EXPORT, (page) =>
        listCampaigns(engine, { ...filter, states: state, ...page }),
      ),
  );
  app.get(
    '/retries.csv',
    { config, schema: { ...csvOf('retries', columns.RETRY_EXPORT), querystring: schemas.exportRetries } },
    ({ query }, reply) =>
      sendCsv(reply, 'retries', columns.RETRY_EXPORT, (page) => listRetries(engine, { ...query, ...page })),
  );
  app.get(
    '/imports.csv',
    { config, schema: { ...csvOf('imports', columns.IMPORT_EXPORT), querystring: schemas.exportImports } },
    ({ query }, reply) =>
      sendCsv(reply, 'imports', columns.IMPORT_EXPORT, (page) => listImports(engine, { ...query, ...page })),
  );
  app.get(
    '/series.csv',
    { config, schema: { ...csvOf('series', columns.SERIES_EXPORT), querystring: schemas.exportSeries } },
    ({ query: { programme, ...filter } }, reply) =>
      sendCsv(reply, 'series', columns.SERIES_EXPORT, (page) =>
        listSeries(engine, { programmeId: programme, ...filter, ...page }),
      ),
  );
  app.get(
    '/reminders/missed.csv',
    { config, schema: { ...csvOf('appointments', columns.MISSED_EXPORT), querystring: schemas.exportMissed } },
    ({ query: { since, ...filter } }, reply) =>
      sendCsv(reply, 'missed', columns.MISSED_EXPORT, (page) =>
        listMissed(engine, { ...filter, sinceMs: since, ...page }),
      ),
  );
  app.get(
    '/users.csv',
    { config: { scope: 'users:write' }, schema: csvOf('users', columns.USER_EXPORT) },
    (_request, reply) =>
      sendCsv(reply, 'users', columns.USER_EXPORT, async () => ({ items: await listUsers(engine), nextCursor: null })),
  );
  app.get(
    '/keys.csv',
    { config: { scope: 'keys:write' }, schema: csvOf('keys', columns.KEY_EXPORT) },
    (_request, reply) =>
      sendCsv(reply, 'keys', columns.KEY_EXPORT, async () => ({ items: await listKeys(engine), nextCursor: null })),
  );
}
