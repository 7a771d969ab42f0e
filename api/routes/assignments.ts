import type { z } from 'zod';
import { assignGroup } from '../../engine/failures/assigning/assign-group.ts';
import { assignReviews } from '../../engine/failures/assigning/assign-reviews.ts';
import type { ItemsToAssign } from '../../engine/failures/assigning/find-items.ts';
import { listAssignees } from '../../engine/failures/assigning/list-assignees.ts';
import { listAssignments } from '../../engine/failures/assigning/list-assignments.ts';
import { actorOf } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import * as schemas from '../schemas/assignments.ts';
import type { Api } from './api.ts';
import { readAssignee } from './read-assignee.ts';

const read = { scope: 'read' } as const;
const write = { scope: 'campaigns:write', idempotent: true } as const;

type What = Omit<z.output<typeof schemas.assignReviewsBody>, 'userId' | 'note'>;

/** One of them is there: the schema asks for it. */
function readItems({ reviewIds = [], attemptIds, zone, consent }: What): ItemsToAssign {
  if (attemptIds !== undefined) return { attemptIds };
  if (zone !== undefined) return { zone };
  return consent === undefined ? { reviewIds } : { consent };
}

/** Who looks after groups of failures and reviews. */
export function assignmentRoutes(app: Api, { engine }: ApiDeps): void {
  app.get(
    '/assignees',
    {
      config: read,
      schema: {
        tags: ['failures'],
        description: 'People who can be asked to look after something: everybody who is not disabled.',
        response: { 200: schemas.assigneeList },
      },
    },
    async () => ({ items: await listAssignees(engine) }),
  );
  app.get(
    '/failures/assignments',
    {
      config: read,
      schema: {
        tags: ['failures'],
        querystring: schemas.listAssignmentsQuery,
        response: { 200: schemas.assignmentList },
      },
    },
    async (request) => ({
      items: await listAssignments(engine, { assignee: readAssignee(request, request.query.assignee) }),
    }),
  );
  app.post(
    '/failures/assign',
    {
      config: write,
      schema: {
        tags: ['failures'],
        description: 'Says who looks after a group, in one campaign or in all; userId null: nobody any more.',
        body: schemas.assignGroupBody,
        response: { 200: schemas.assignedGroup },
      },
    },
    (request) => assignGroup(engine, { ...request.body, actor: actorOf(request) }),
  );
  app.post(
    '/reviews/assign',
    {
      config: write,
      schema: {
        tags: ['reviews'],
        description:
          'Says who looks after what waits for a person: reviews, parked attempts, or one group of a queue of a campaign; ' +
          'userId null: nobody any more. What is decided meanwhile is left out, and then nobody looks after it; what never ' +
          'waited is refused (attempt_not_parked, unknown_group).',
        body: schemas.assignReviewsBody,
        response: { 200: schemas.assignedReviews },
      },
    },
    (request) => {
      const { userId, note, ...what } = request.body;
      return assignReviews(engine, { what: readItems(what), userId, note, actor: actorOf(request) });
    },
  );
}
