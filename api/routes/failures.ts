import { listFailureGroups } from '../../engine/failures/list-groups.ts';
import type { ApiDeps } from '../deps.ts';
import * as schemas from '../schemas/failures.ts';
import type { Api } from './api.ts';

const tags = ['failures'];
const read = { scope: 'read' } as const;

export function failureRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/failures',
    {
      config: read,
      schema: { tags, querystring: schemas.listFailuresQuery, response: { 200: schemas.failureGroups } },
    },
    (request) => listFailureGroups(engine, request.query),
  );
}
