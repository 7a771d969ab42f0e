import { createHash } from 'node:crypto';
import { z } from 'zod';
import { createCallbackReader } from '../../engine/accounts/callback-reader.ts';
import type { NewFact } from '../../engine/folding/inbox.ts';
import type { ParsedWebhook } from '../../engine/ports.ts';
import type { ApiDeps } from '../deps.ts';
import { ProblemError } from '../errors/problem-error.ts';
import { uuid } from '../schemas/common.ts';
import { provider } from '../schemas/states.ts';
import type { Api } from './api.ts';

/** Any text: an address that names no account is 404, however it is misspelt. */
const params = z.strictObject({ provider: z.string(), accountId: z.string() });
const known = z.strictObject({ provider, accountId: uuid });
/** A transcript in a callback can be long. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
/** A raw body that is kept for a person to read. */
const MAX_KEPT_CHARACTERS = 20_000;

/**
 * Callbacks of the providers. Answered 200 only when what they say is committed. Forged: 401. Signed, but not
 * understood: kept in quarantine, and 200, because sending it again would not help. Too much at once: 503.
 */
export function webhookRoutes(app: Api, deps: ApiDeps): void {
  const readCallback = createCallbackReader(deps.engine);
  app.register(async (room: Api) => {
    room.removeAllContentTypeParsers();
    // The signature is over the bytes as they came.
    room.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    room.post(
      '/webhooks/:provider/:accountId',
      {
        config: { scope: 'public', rateLimit: false, quiet: true },
        bodyLimit: MAX_BODY_BYTES,
        schema: { tags: ['webhooks'], params, response: { 200: z.object({ received: z.int() }) } },
      },
      async (request) => {
        const account = known.safeParse(request.params);
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const incoming = { headers: request.headers, body };
        const parsed = account.success ? await readCallback({ ...account.data, incoming }) : undefined;
        if (!account.success || !parsed) {
          throw new ProblemError(404, 'unknown_account', 'No account receives callbacks at this address.');
        }
        if (!parsed.ok && parsed.reason === 'forged') {
          throw new ProblemError(401, 'signature_invalid', 'This callback does not carry the right signature.');
        }
        const facts = factsOf(account.data.accountId, parsed, body);
        await deps.inbox.receive(facts);
        return { received: facts.length };
      },
    );
  });
}

function factsOf(accountId: string, parsed: ParsedWebhook, body: Buffer): NewFact[] {
  const raw = rawOf(body);
  if (parsed.ok) return parsed.events.map((event) => ({ accountId, source: 'webhook', ...event, raw }));
  return [
    {
      accountId,
      source: 'webhook',
      dedupeKey: `unreadable:${createHash('sha256').update(body).digest('hex')}`,
      fact: { kind: 'noted', name: 'unreadable' },
      raw,
      quarantined: parsed.message,
    },
  ];
}

/** JSON as JSON, anything else as its text. */
function rawOf(body: Buffer): unknown {
  const text = body.toString('utf8');
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    return text.slice(0, MAX_KEPT_CHARACTERS);
  }
}
