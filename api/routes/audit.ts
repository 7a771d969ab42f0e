import { listAudit } from '../../engine/access/list-audit.ts';
import type { ApiDeps } from '../deps.ts';
import { page } from '../schemas/common.ts';
import * as schemas from '../schemas/audit.ts';
import type { Api } from './api.ts';

export function auditRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/audit',
    {
      config: { scope: 'read' },
      schema: {
        tags: ['audit'],
        description: 'Who did what and why, newest first.',
        querystring: schemas.listAuditQuery,
        response: { 200: page(schemas.auditEntry) },
      },
    },
    ({ query: { from, to, ...filter } }) => listAudit(engine, { ...filter, ...span(from, to) }),
  );
}

const span = (from: string | undefined, to: string | undefined) => ({
  fromMs: from === undefined ? undefined : Date.parse(from),
  toMs: to === undefined ? undefined : Date.parse(to),
});
