import type { EngineDeps } from '../deps.ts';
import { answerToken } from './answer-token.ts';

/** Where an agent reports answers, under the installation's public address. */
export const ANSWERS_PATH = '/v1/answers';

/**
 * Reserved variables that an agent's tool calls `POST /v1/answers` with. They are added as the call is placed and are
 * never stored, shown or logged; a campaign's own variable of the same name gives way.
 */
export function answerVariables(
  deps: Pick<EngineDeps, 'secrets' | 'publicUrl'>,
  attemptId: string,
): Record<string, string> {
  if (deps.publicUrl === undefined) return {};
  return {
    outdial_answer_token: answerToken(deps.secrets, attemptId),
    outdial_answer_url: `${deps.publicUrl.replace(/\/+$/, '')}${ANSWERS_PATH}`,
  };
}
