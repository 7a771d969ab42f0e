import { previewTemplate } from '../../engine/campaigns/preview-template.ts';
import { createTemplate, listTemplates } from '../../engine/campaigns/templates.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import * as schemas from '../schemas/templates.ts';
import type { Api } from './api.ts';

const tags = ['templates'];

export function templateRoutes(app: Api, { engine }: ApiDeps): void {
  app.post(
    '/templates',
    {
      config: { scope: 'campaigns:write', idempotent: true },
      schema: { tags, body: schemas.newTemplate, response: { 201: schemas.createdTemplate } },
    },
    async (request, reply) =>
      reply.code(201).send(await createTemplate(engine, { ...request.body, actor: actorOf(request) })),
  );
  app.get(
    '/templates',
    { config: { scope: 'read' }, schema: { tags, response: { 200: schemas.templateList } } },
    async () => ({ items: await listTemplates(engine) }),
  );
  app.post(
    '/templates/preview',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        description: 'What a text becomes with these values, and into how many messages it is cut. Stores nothing.',
        body: schemas.templateToPreview,
        response: { 200: schemas.templatePreview },
      },
    },
    async (request) => previewTemplate(request.body),
  );
}
