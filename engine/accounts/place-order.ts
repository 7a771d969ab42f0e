import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import type { CreateResult, Telephony } from '../ports.ts';
import { findAccount, type AccountBrief } from './find-account.ts';

export type OrderKind = 'number' | 'credit' | 'release';

export interface OrderInput {
  accountId: string;
  kind: OrderKind;
  request: Record<string, unknown>;
  /** Order although an earlier one of this kind has an unknown end. */
  force?: boolean | undefined;
  actor: string;
}

export type OrderResult<T> =
  | { orderId: string; state: 'done'; value: T }
  | { orderId: string; state: 'refused'; message: string }
  /** It may or may not have happened: a person looks at the provider. It is never sent again by itself. */
  | { orderId: string; state: 'unknown'; message: string };

/**
 * Orders something that costs money, once: the order is committed before the request leaves, the request is sent a
 * single time, and what comes back is written down with `book` in the same transaction as the order's end.
 * Throws EngineError `unknown_account`, `order_unresolved`.
 */
export async function placeOrder<T>(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor'>,
  input: OrderInput,
  send: (telephony: Telephony) => Promise<CreateResult<T>>,
  book: (tx: Transaction, value: T, account: AccountBrief, orderId: string) => Promise<Record<string, unknown>>,
): Promise<OrderResult<T>> {
  const account = await findAccount(deps.db, input.accountId);
  // Before the order: what fails here has sent nothing.
  const telephony = await deps.telephonyFor(account.id);
  const orderId = await openOrder(deps, input, account);

  const result = await send(telephony).catch(
    // A throw is not proof that nothing left.
    (error: unknown): CreateResult<T> => ({
      kind: 'ambiguous',
      message: error instanceof Error ? error.message : String(error),
    }),
  );
  return await inTransaction(deps.db, async (tx) => {
    if (result.kind === 'done') {
      await endOrder(tx, orderId, 'done', await book(tx, result.value, account, orderId));
      return { orderId, state: 'done', value: result.value };
    }
    const state = result.kind === 'ambiguous' ? 'unknown' : 'refused';
    await endOrder(tx, orderId, state, { ...result });
    return { orderId, state, message: result.message };
  });
}

async function openOrder(deps: Pick<EngineDeps, 'db'>, input: OrderInput, account: AccountBrief): Promise<string> {
  return await inTransaction(deps.db, async (tx) => {
    // Two orders at once: the second one sees the first.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`order:${account.id}:${input.kind}`}, 0))`);
    const open = await firstRow<{ id: string }>(
      tx,
      sql`
        select id from orders
        where account_id = ${account.id} and kind = ${input.kind} and state in ('sending', 'unknown')
        order by id desc limit 1`,
    );
    if (open && !input.force) {
      throw new EngineError(
        'conflict',
        'order_unresolved',
        `An earlier order of account ${account.name} has no known end; ordering again might order twice.`,
        {
          repair: 'Look at the provider whether it happened and resolve that order, or order with force.',
          details: { orderId: open.id },
        },
      );
    }
    const order = await firstRow<{ id: string }>(
      tx,
      sql`
        insert into orders (account_id, kind, state, request, created_by)
        values (${account.id}, ${input.kind}, 'sending', ${JSON.stringify(input.request)}::jsonb, ${input.actor})
        returning id`,
    );
    if (!order) throw new Error('insert into orders returned no row');
    await audit(tx, {
      actor: input.actor,
      action: `order.${input.kind}`,
      subject: `account:${account.id}`,
      details: { orderId: order.id, force: input.force ?? false },
    });
    return order.id;
  });
}

async function endOrder(
  tx: Transaction,
  orderId: string,
  state: 'done' | 'refused' | 'unknown',
  result: Record<string, unknown>,
): Promise<void> {
  await tx.execute(sql`
    update orders set state = ${state}, result = ${JSON.stringify(result)}::jsonb, ended_at = (select outdial_now())
    where id = ${orderId}`);
}
