import { renameCampaign } from '../../engine/campaigns/rename.ts';
import { ROWS_PER_LIST } from '../../engine/importing/checking/chunk-text.ts';
import { previewMessages } from '../../engine/importing/mapping/preview-messages.ts';
import { DELIMITERS } from '../../engine/importing/reading/sniff-delimiter.ts';
import { ENCODINGS } from '../../engine/importing/reading/text-encoding.ts';
import { forecast } from '../../engine/reading/forecast/forecast.ts';
import { listForecast } from '../../engine/reading/forecast/list-contacts.ts';
import { actorOf } from '../auth/authenticate.ts';
import { DEFAULT_LIMITS, type ApiDeps } from '../deps.ts';
import { campaignParams } from '../schemas/campaigns.ts';
import * as forecasts from '../schemas/forecast.ts';
import * as messages from '../schemas/import-messages.ts';
import { importParams } from '../schemas/imports.ts';
import type { Api } from './api.ts';

const read = { scope: 'read' } as const;

/** What somebody who prepares a campaign wants to know before anything is written. */
export function campaignDraftRoutes(app: Api, { engine, limits }: ApiDeps): void {
  app.get(
    '/import-limits',
    {
      config: read,
      schema: { tags: ['imports'], description: 'What a list may be.', response: { 200: messages.importLimits } },
    },
    async () => ({
      maxBytes: limits?.uploadBytes ?? DEFAULT_LIMITS.uploadBytes,
      maxRows: ROWS_PER_LIST,
      encodings: [...ENCODINGS],
      delimiters: [...DELIMITERS],
    }),
  );
  app.get(
    '/holiday-calendars',
    {
      config: read,
      schema: {
        tags: ['campaigns'],
        description: 'Calendars that calling hours may name, besides the federal holidays.',
        response: { 200: messages.holidayCalendars },
      },
    },
    async () => ({ items: engine.law.calendarNames.filter((name) => name !== 'us-federal') }),
  );
  // They write nothing, so that reading is enough.
  app.post(
    '/imports/:importId/messages',
    {
      config: read,
      schema: {
        tags: ['imports'],
        description: 'What the first five people of the list would be told, and whether its columns give all of it.',
        params: importParams,
        body: messages.messagesBody,
        response: { 200: messages.messagePreview },
      },
    },
    (request) => previewMessages(engine, { ...request.params, ...request.body }),
  );
  app.get(
    '/campaigns/:campaignId/forecast',
    {
      config: read,
      schema: {
        tags: ['campaigns'],
        description:
          'When the first call to everybody is to be expected in the week from its start, and what it may cost.',
        params: campaignParams,
        response: { 200: forecasts.forecast },
      },
    },
    (request) => forecast(engine, request.params),
  );
  app.get(
    '/campaigns/:campaignId/forecast/contacts',
    {
      config: read,
      schema: {
        tags: ['campaigns'],
        description: 'Who makes up a part of the forecast, in the order of the rows, and when their hours open.',
        params: campaignParams,
        querystring: forecasts.forecastContactsQuery,
        response: { 200: forecasts.forecastContacts },
      },
    },
    (request) => listForecast(engine, { ...request.params, ...request.query }),
  );
  app.patch(
    '/campaigns/:campaignId',
    {
      config: { scope: 'campaigns:write' },
      schema: {
        tags: ['campaigns'],
        params: campaignParams,
        body: messages.renameBody,
        response: { 200: messages.renamed },
      },
    },
    (request) => renameCampaign(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
}
