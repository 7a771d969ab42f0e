import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from '../reading/iso.ts';
import { fetchLimit, toPage, type Page, type PageInput } from '../reading/page.ts';
import { allOf, when } from '../reading/where.ts';
import type { OrderKind } from './place-order.ts';

export type OrderState = 'sending' | 'done' | 'refused' | 'unknown';

export interface OrderView {
  id: string;
  accountId: string;
  kind: OrderKind;
  state: OrderState;
  request: Record<string, unknown>;
  result: Record<string, unknown> | null;
  createdBy: string;
  createdAt: string;
  endedAt: string | null;
}

/** Orders at providers, newest first; those in `unknown` wait for a person. */
export async function listOrders(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: { state?: OrderState | undefined } & PageInput = {},
): Promise<Page<OrderView>> {
  const where = allOf(
    when(filter.state, (state) => sql`state = ${state}`),
    when(filter.cursor, (cursor) => sql`id < ${cursor}`),
  );
  const found = await rows<OrderView>(
    deps.readDb,
    sql`
      select id, account_id as "accountId", kind, state, request, result, created_by as "createdBy",
        ${iso(sql`created_at`)} as "createdAt", ${iso(sql`ended_at`)} as "endedAt"
      from orders where ${where} order by id desc limit ${fetchLimit(filter)}`,
  );
  return toPage(found, filter, (order) => order.id);
}
