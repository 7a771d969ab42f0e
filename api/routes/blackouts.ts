import { addBlackouts, removeBlackouts } from '../../engine/campaigns/blackouts/change-blackouts.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import { ProblemError } from '../errors/problem-error.ts';
import * as schemas from '../schemas/blackouts.ts';
import { campaignParams as params } from '../schemas/campaigns.ts';
import type { Api } from './api.ts';
import { previewOut } from './campaign-settings.ts';

const tags = ['campaigns'];
const write = { scope: 'campaigns:write' } as const;
const MOST_BYTES = 1_048_576;

export function blackoutRoutes(app: Api, { engine }: ApiDeps): void {
  app.delete(
    '/campaigns/:campaignId/blackouts',
    {
      config: write,
      schema: { tags, params, body: schemas.removeBlackoutsBody, response: { 200: schemas.removedBlackouts } },
    },
    (request) => removeBlackouts(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
  // A room of its own: here a body is a file.
  app.register(async (room: Api) => {
    room.addContentTypeParser(
      ['text/csv', 'text/calendar'],
      { parseAs: 'buffer', bodyLimit: MOST_BYTES },
      (_request, body, done) => done(null, body),
    );
    room.post(
      '/campaigns/:campaignId/blackouts',
      {
        config: write,
        schema: {
          tags,
          description: 'A file of days off, CSV or iCalendar. With dryRun=true only its effect is told.',
          consumes: ['text/csv', 'text/calendar'],
          params,
          querystring: schemas.addBlackoutsQuery,
          response: { 200: schemas.addedBlackouts },
        },
      },
      async (request) => {
        const { order, dryRun } = request.query;
        const file = { ...fileOf(request.body, request.headers['content-type']), order };
        const added = await addBlackouts(engine, { ...request.params, file, dryRun, actor: actorOf(request) });
        return { ...added, preview: added.preview && previewOut(added.preview) };
      },
    );
  });
}

function fileOf(body: unknown, contentType = ''): { bytes: Uint8Array; format: 'csv' | 'calendar' } {
  if (!(body instanceof Uint8Array)) {
    throw new ProblemError(415, 'blackouts_not_a_file', 'Days off come as a file.', {
      repair: 'Send it as the body, with content type text/csv or text/calendar.',
    });
  }
  return { bytes: body, format: contentType.startsWith('text/calendar') ? 'calendar' : 'csv' };
}
