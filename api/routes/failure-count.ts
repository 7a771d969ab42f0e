import { countFailedContacts } from '../../engine/failures/count-contacts.ts';
import type { ApiDeps } from '../deps.ts';
import { countedContacts } from '../schemas/failure-count.ts';
import { causeParams, exportFailedContactsQuery } from '../schemas/failures.ts';
import type { Api } from './api.ts';

export function failureCountRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/failures/:cause/count',
    {
      config: { scope: 'read' },
      schema: {
        tags: ['failures'],
        description: 'How many contacts the list with the same filter has, by campaign.',
        params: causeParams,
        querystring: exportFailedContactsQuery,
        response: { 200: countedContacts },
      },
    },
    ({ params, query: { from, to, ...filter } }) =>
      countFailedContacts(engine, { ...params, ...filter, fromMs: from, toMs: to }),
  );
}
