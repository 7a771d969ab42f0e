import { page } from '../../../api/schemas/common.ts';
import * as assignments from '../../../api/schemas/assignments.ts';
import * as failures from '../../../api/schemas/failures.ts';
import * as queues from '../../../api/schemas/queues.ts';
import { z } from 'zod';
import { get, once, send } from '../endpoint.ts';

const NOTHING = z.undefined();

/** The API's addresses of what failed and of what waits for a person. */
export const FAILURES = {
  list: get('/failures', failures.failureGroups),
  show: get('/failures/:cause', failures.failureGroupDetail),
  contacts: get('/failures/:cause/contacts', page(failures.failedContact)),
  count: send('POST', '/failures/count', failures.countBody, failures.countedMatching),
  resolve: once('/failures/resolve', failures.bulkBody, failures.resolvedFailures),
  undo: once('/failures/resolutions/:resolutionId/undo', NOTHING, failures.undoneResolution),
  resolutions: get('/failures/resolutions', page(failures.resolution)),
  snooze: once('/failures/snooze', failures.snoozeBody, failures.snoozed),
  wake: send('DELETE', '/failures/snoozes/:snoozeId', NOTHING, failures.wokenGroup),
  snoozes: get('/failures/snoozes', failures.snoozeList),
  assign: once('/failures/assign', assignments.assignGroupBody, assignments.assignedGroup),
  assignments: get('/failures/assignments', assignments.assignmentList),
  assignees: get('/assignees', assignments.assigneeList),
  assignReviews: once('/reviews/assign', assignments.assignReviewsBody, assignments.assignedReviews),
  suppress: once('/failures/suppress', failures.suppressFailedBody, failures.suppressedNumbers),
  stuck: get('/stuck', failures.stuckAttempts),
  reconcile: send('POST', '/stuck/reconcile', failures.reconcileBody, failures.reconciled),
  queues: get('/queues', queues.queues),
  resolveMany: once('/attempts/resolve-many', queues.resolveManyBody, queues.resolvedMany),
} as const;

export const FAILED_CONTACTS_CSV = '/failures/:cause/contacts.csv';
