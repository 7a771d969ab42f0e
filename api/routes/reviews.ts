import { decideAnswer } from '../../engine/answering/decide-answer.ts';
import { confirmReview, dismissReview } from '../../engine/answering/decide-review.ts';
import { listReviews } from '../../engine/answering/list-reviews.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import { page } from '../schemas/common.ts';
import * as schemas from '../schemas/reviews.ts';
import type { Api } from './api.ts';
import { readAssignee } from './read-assignee.ts';

const tags = ['reviews'];
const write = { scope: 'consent:write' } as const;
const params = schemas.reviewParams;
const response = { 200: schemas.decidedReview };

export function reviewRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/reviews',
    {
      config: { scope: 'read' },
      schema: { tags, querystring: schemas.listReviewsQuery, response: { 200: page(schemas.review) } },
    },
    (request) => listReviews(engine, { ...request.query, assignee: readAssignee(request, request.query.assignee) }),
  );
  app.post(
    '/reviews/:reviewId/confirm',
    { config: write, schema: { tags, params, body: schemas.confirmBody, response } },
    (request) => confirmReview(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
  app.post(
    '/reviews/:reviewId/dismiss',
    { config: write, schema: { tags, params, body: schemas.dismissBody, response } },
    (request) => dismissReview(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
  app.post(
    '/reviews/:reviewId/decide',
    {
      config: write,
      schema: {
        tags,
        description:
          'Says what an answer means. The appointments of its message are changed at once, whatever the cut-off says.',
        params,
        body: schemas.decideBody,
        response: { 200: schemas.decidedAnswer },
      },
    },
    (request) => decideAnswer(engine, { ...request.params, ...request.body, actor: actorOf(request) }),
  );
}
