import { createHash } from 'node:crypto';
import { recordAnswer } from '../../engine/answering/record-answer.ts';
import { EngineError } from '../../engine/error.ts';
import type { ApiDeps } from '../deps.ts';
import { ProblemError } from '../errors/problem-error.ts';
import * as schemas from '../schemas/answers.ts';
import type { Api } from './api.ts';

const MAX_BODY_BYTES = 8 * 1024;
/** A call has a handful of answers. By token, not by address: all agents of a provider share one. */
const REPORTS_PER_MINUTE = 30;

/** What agents report of the call that they are in. The token of the call is the authority: there is no API key. */
export function answerRoutes(app: Api, { engine }: ApiDeps): void {
  app.post(
    '/answers',
    {
      config: {
        scope: 'public',
        quiet: true,
        rateLimit: {
          max: REPORTS_PER_MINUTE,
          timeWindow: 60_000,
          keyGenerator: (request) => `answer:${fingerprint(request.body)}`,
        },
      },
      bodyLimit: MAX_BODY_BYTES,
      schema: {
        tags: ['answers'],
        security: [],
        description:
          'For the tools of a voice agent: reports what the person answered. A "no" holds before this is answered with ' +
          '200. The token is good while the call lasts and for 24 hours after it; a report that is repeated counts once.',
        body: schemas.answerBody,
        response: { 200: schemas.recordedAnswer },
      },
    },
    async (request) => {
      try {
        return await recordAnswer(engine, request.body);
      } catch (error) {
        if (!(error instanceof EngineError) || error.code !== 'answer_token_expired') throw error;
        throw new ProblemError(
          410,
          error.code,
          error.message,
          error.repair === undefined ? {} : { repair: error.repair },
        );
      }
    },
  );
}

/** The token itself stays out of whatever keeps the counts. */
function fingerprint(body: unknown): string {
  const token = typeof body === 'object' && body !== null && 'token' in body ? String(body.token) : '';
  return createHash('sha256').update(token).digest('base64url');
}
