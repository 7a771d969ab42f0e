import type { Refusal } from '../../domain/refusal.ts';
import type { ProviderSays } from '../answers.ts';
import { jsonOf, objectOf, textOf, type JsonObject } from '../json.ts';
import { redact } from '../redact.ts';

/**
 * Statuses that AgentNumber answers before it dials or sends (providers.md 2.2 and 4). 5xx are missing on purpose:
 * the server dials first and writes its record afterwards, so a 500 may have rung.
 */
const REFUSAL_OF_STATUS: ReadonlyMap<number, Refusal> = new Map([
  [400, 'invalid'],
  [401, 'unauthorised'],
  [402, 'no_credit'],
  [403, 'unauthorised'],
  [404, 'not_found'],
  [429, 'rate_limited'],
]);

/** The error of `{success:false, error:{message, code}}`, or of the same without `success` (both are in use). */
export const errorOf = (body: Buffer): { code: string; message: string } | undefined => {
  const error = objectOf(objectOf(jsonOf(body))?.['error']);
  const code = textOf(error?.['code']);
  return code === undefined ? undefined : { code, message: textOf(error?.['message']) ?? code };
};

// Twilio's error 21610. AgentNumber passes on only its words, so there is no code to go by.
const UNSUBSCRIBED = /21610|unsubscribed recipient/i;

/** AgentNumber's own refusal of a create; undefined = not its envelope, or a status that proves nothing. */
export const refusedOf = (status: number, body: Buffer): ProviderSays | undefined => {
  const error = errorOf(body);
  if (error === undefined) return undefined;
  const message = redact(`${status} ${error.code}: ${error.message}`);
  if (status === 500 && error.code === 'sms_error') {
    return { refusal: UNSUBSCRIBED.test(error.message) ? 'opted_out' : 'invalid', message };
  }
  const refusal = REFUSAL_OF_STATUS.get(status);
  return refusal === undefined ? undefined : { refusal, message };
};

/** The object of a success body: `{data: {...}}`, or bare. */
export const dataOf = (body: Buffer): JsonObject | undefined => {
  const root = objectOf(jsonOf(body));
  return objectOf(root?.['data']) ?? root;
};
