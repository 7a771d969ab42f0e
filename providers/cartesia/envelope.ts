import type { Refusal } from '../../domain/refusal.ts';
import type { ProviderSays } from '../answers.ts';
import { jsonOf, objectOf, textOf } from '../json.ts';
import { redact } from '../redact.ts';

/** Statuses that Cartesia answers when nothing was created (providers.md 1.2, 1.11 and 4). 5xx prove nothing. */
const REFUSAL_OF_STATUS: ReadonlyMap<number, Refusal> = new Map([
  [400, 'invalid'],
  [401, 'unauthorised'],
  [402, 'no_credit'],
  [403, 'unauthorised'],
  [404, 'not_found'],
  [429, 'rate_limited'],
]);

/**
 * Cartesia's error object: `error_code` (nullable), `title`, `message`, `request_id` (since 2026-03-01). A lone
 * `message` is what any gateway in between also answers, so one more field of its own is asked for.
 */
export const errorOf = (body: Buffer): { code: string | undefined; message: string } | undefined => {
  const root = objectOf(jsonOf(body));
  const message = textOf(root?.['message']);
  const title = textOf(root?.['title']);
  const code = textOf(root?.['error_code']);
  const own = [title, code, textOf(root?.['request_id'])].some((field) => field !== undefined);
  const words = [title, message].filter((part) => part !== undefined).join(': ');
  return own && words !== '' ? { code, message: words } : undefined;
};

/** Cartesia's own refusal of a create; undefined = not its envelope, or a status that proves nothing. */
export const refusedOf = (status: number, body: Buffer): ProviderSays | undefined => {
  const error = errorOf(body);
  const refusal = REFUSAL_OF_STATUS.get(status);
  if (error === undefined || refusal === undefined) return undefined;
  const code = error.code === undefined ? '' : ` ${error.code}`;
  return { refusal, message: redact(`${status}${code}: ${error.message}`) };
};
