import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';

export interface IdempotentRequest {
  /** Public id of the API key: two callers never share a key. */
  caller: string;
  key: string;
  route: string;
  bodySha256: string;
}

export type IdempotencyVerdict =
  /** Never seen: go on, then `storeAnswer` or `forgetRequest`. */
  | { kind: 'new' }
  | { kind: 'answered'; status: number; answer: string }
  /** The key was used for something else. */
  | { kind: 'reused' }
  /** The first request has no answer yet; after its process died it never will. */
  | { kind: 'pending'; ageSeconds: number };

/** Registers a request under its key, or says what became of the first one with that key. */
export async function beginRequest(
  deps: Pick<EngineDeps, 'db' | 'secrets'>,
  request: IdempotentRequest,
): Promise<IdempotencyVerdict> {
  const { caller, key, route, bodySha256 } = request;
  const made = await firstRow(
    deps.db,
    sql`
      insert into idempotency_keys (caller, key, route, body_sha256)
      values (${caller}, ${key}, ${route}, ${bodySha256})
      on conflict do nothing returning key`,
  );
  if (made) return { kind: 'new' };
  const first = await firstRow<{
    route: string;
    bodySha256: string;
    status: number | null;
    answer: string | null;
    ageSeconds: number;
  }>(
    deps.db,
    sql`
      select route, body_sha256 as "bodySha256", status, answer #>> '{}' as answer,
        extract(epoch from (select outdial_now()) - created_at)::int as "ageSeconds"
      from idempotency_keys where caller = ${caller} and key = ${key}`,
  );
  // Forgotten between the two statements, because the first request was refused: the caller may repeat at once.
  if (!first) return { kind: 'pending', ageSeconds: 0 };
  if (first.route !== route || first.bodySha256 !== bodySha256) return { kind: 'reused' };
  if (first.status === null || first.answer === null) return { kind: 'pending', ageSeconds: first.ageSeconds };
  return { kind: 'answered', status: first.status, answer: deps.secrets.open(first.answer) };
}

/** Keeps the answer for repetitions. It is sealed: the answer of a created API key holds the key. */
export async function storeAnswer(
  deps: Pick<EngineDeps, 'db' | 'secrets'>,
  request: IdempotentRequest,
  answer: { status: number; body: string },
): Promise<void> {
  await deps.db.execute(sql`
    update idempotency_keys
    set status = ${answer.status}, answer = ${JSON.stringify(deps.secrets.seal(answer.body))}::jsonb
    where caller = ${request.caller} and key = ${request.key}`);
}

/** A refused request did nothing: its key may be used again. */
export async function forgetRequest(deps: Pick<EngineDeps, 'db'>, request: IdempotentRequest): Promise<void> {
  await deps.db.execute(sql`
    delete from idempotency_keys where caller = ${request.caller} and key = ${request.key} and status is null`);
}
