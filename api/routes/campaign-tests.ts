import { cancelTest } from '../../engine/trying/cancel-test.ts';
import { previewTest } from '../../engine/trying/preview-test.ts';
import { sendTest } from '../../engine/trying/send-test.ts';
import { listTests, showTest } from '../../engine/trying/show-test.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import * as schemas from '../schemas/campaign-tests.ts';
import type { Api } from './api.ts';

const tags = ['campaigns'];
const read = { scope: 'read' } as const;
const write = { scope: 'campaigns:write' } as const;
const params = schemas.testParams;

export function campaignTestRoutes(app: Api, { engine }: ApiDeps): void {
  app.post(
    '/campaigns/:campaignId/tests',
    {
      config: { ...write, idempotent: true, echoesPhone: true },
      schema: {
        tags,
        description:
          'Calls or texts one number as a step of the campaign would, now, through everything that guards a campaign. The campaign itself is not touched. With dry_run=true it is only said what would happen.',
        params: schemas.testsParams,
        querystring: schemas.sendTestQuery,
        body: schemas.newTest,
        response: { 200: schemas.testPreview, 201: schemas.sentTest },
      },
    },
    async (request, reply) => {
      const draft = { ...request.params, ...request.body };
      if (request.query.dry_run) {
        return reply.code(200).send({ kind: 'preview' as const, ...(await previewTest(engine, draft)) });
      }
      const { testId } = await sendTest(engine, { ...draft, actor: actorOf(request) });
      const test = await showTest(engine, { ...request.params, testId });
      return reply.code(201).send({ kind: 'test' as const, ...test });
    },
  );
  app.get(
    '/campaigns/:campaignId/tests',
    { config: read, schema: { tags, params: schemas.testsParams, response: { 200: schemas.campaignTests } } },
    (request) => listTests(engine, request.params),
  );
  app.get(
    '/campaigns/:campaignId/tests/:testId',
    { config: read, schema: { tags, params, response: { 200: schemas.campaignTest } } },
    (request) => showTest(engine, request.params),
  );
  app.post(
    '/campaigns/:campaignId/tests/:testId/cancel',
    {
      config: write,
      schema: {
        tags,
        params,
        description: 'Ends a test that was not dialled yet. Twice is once.',
        response: { 200: schemas.cancelledTest },
      },
    },
    (request) => cancelTest(engine, { ...request.params, actor: actorOf(request) }),
  );
}
