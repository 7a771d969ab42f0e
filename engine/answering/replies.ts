import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { DEFAULT_REPLIES, repliesOf, type Replies } from '../../domain/replies.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';

export interface RepliesView {
  /** As it was set; null = nothing was. */
  own: Replies | null;
  /** What holds. */
  effective: Required<Replies>;
}

/** How our numbers answer STOP, START and HELP, or how one of them does. Throws EngineError `unknown_number`. */
export async function getReplies(
  deps: Pick<EngineDeps, 'readDb'>,
  input: { numberId?: string | undefined } = {},
): Promise<RepliesView> {
  const installation = await firstRow<{ own: Replies | null }>(
    deps.readDb,
    sql`select replies as own from installation`,
  );
  const general = installation?.own ?? null;
  if (input.numberId === undefined) return { own: general, effective: { ...DEFAULT_REPLIES, ...general } };
  const number = await firstRow<{ phone: number; own: Replies | null }>(
    deps.readDb,
    sql`select phone, replies as own from numbers where id = ${input.numberId}`,
  );
  if (!number) throw unknownNumber(input.numberId);
  return { own: number.own, effective: repliesOf(number.phone, number.own, general) };
}

/** Sets them as a whole; null = as the installation does, or as the defaults say. Throws EngineError `unknown_number`. */
export async function setReplies(
  deps: Pick<EngineDeps, 'db'>,
  input: { numberId?: string | undefined; replies: Replies | null; actor: string },
): Promise<void> {
  const { numberId, actor } = input;
  const stored = input.replies === null ? null : JSON.stringify(input.replies);
  await inTransaction(deps.db, async (tx) => {
    const changed = await firstRow(
      tx,
      numberId === undefined
        ? sql`update installation set replies = ${stored}::jsonb returning id`
        : sql`update numbers set replies = ${stored}::jsonb where id = ${numberId} returning id`,
    );
    if (!changed) throw unknownNumber(numberId ?? '');
    await audit(tx, {
      actor,
      action: 'replies.set',
      subject: numberId === undefined ? 'installation' : `number:${numberId}`,
      details: { replies: input.replies },
    });
  });
}

const unknownNumber = (numberId: string): EngineError =>
  new EngineError('not_found', 'unknown_number', `There is no number ${numberId}.`, {
    repair: 'List the numbers to find its id.',
  });
