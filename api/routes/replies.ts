import { getReplies, setReplies } from '../../engine/answering/replies.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import * as schemas from '../schemas/replies.ts';
import type { Api } from './api.ts';
import { withoutUndefined } from './without-undefined.ts';

const tags = ['replies'];
const read = { scope: 'read' } as const;
const write = { scope: 'consent:write' } as const;
const params = schemas.replyParams;
const body = schemas.repliesBody;
const response = { 200: schemas.repliesView };

export function replyRoutes(app: Api, { engine }: ApiDeps): void {
  // What was just written is read back where it was written.
  const written = { readDb: engine.db };
  app.get('/replies', { config: read, schema: { tags, response } }, () => getReplies(engine));
  app.put('/replies', { config: write, schema: { tags, body, response } }, async (request) => {
    await setReplies(engine, { replies: given(request.body), actor: actorOf(request) });
    return await getReplies(written);
  });
  app.get('/numbers/:numberId/replies', { config: read, schema: { tags, params, response } }, (request) =>
    getReplies(engine, request.params),
  );
  app.put(
    '/numbers/:numberId/replies',
    { config: write, schema: { tags, params, body, response } },
    async (request) => {
      await setReplies(engine, { ...request.params, replies: given(request.body), actor: actorOf(request) });
      return await getReplies(written, request.params);
    },
  );
}

const given = <Replies extends object>(asked: { replies: Replies | null }) =>
  asked.replies === null ? null : withoutUndefined(asked.replies);
