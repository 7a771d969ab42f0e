import type { FastifyRequest } from 'fastify';
import type { Assignee } from '../../engine/failures/assignments.ts';
import { ProblemError } from '../errors/problem-error.ts';

/** Whom a list is asked for: `me` is who is signed in. Throws ProblemError `not_a_person`: an API key is nobody. */
export function readAssignee({ caller }: FastifyRequest, assignee: Assignee | undefined): Assignee | undefined {
  if (assignee !== 'me') return assignee;
  if (caller?.kind === 'user') return caller.user.id;
  throw new ProblemError(400, 'not_a_person', 'Only who is signed in can ask for what is "me".', {
    repair: 'Give the id of a person: GET /v1/assignees lists them.',
  });
}
