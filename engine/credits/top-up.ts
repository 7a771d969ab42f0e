import { sql } from 'drizzle-orm';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import { findAccount } from '../accounts/find-account.ts';
import { audit } from '../audit.ts';
import { runUsesAccount, wakeRuns } from '../campaigns/wake-runs.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { postEntries } from './post-entries.ts';
import { findPurses } from './purses.ts';

export interface CreditMoved {
  availableMicros: number;
  wokenRuns: number;
}

/**
 * Enters credit that an account has at its provider. Ends a wait for credit and wakes the account's runs.
 * Throws EngineError `unknown_account`, `amount_invalid`.
 */
export async function topUp(
  deps: Pick<EngineDeps, 'db'>,
  input: { accountId: string; amountMicros: number; note?: string | undefined; actor: string },
): Promise<CreditMoved> {
  if (!(Number.isSafeInteger(input.amountMicros) && input.amountMicros > 0)) {
    throw new EngineError('invalid', 'amount_invalid', 'A top-up is a whole number of micro-units above 0.', {
      repair: 'To take credit away, make an adjustment with its reason.',
    });
  }
  return await inTransaction(deps.db, (tx) => bookTopUp(tx, input));
}

/** The top-up inside a transaction, for whatever brings credit. */
export async function bookTopUp(
  tx: Transaction,
  input: { accountId: string; amountMicros: number; note?: string | undefined; actor: string },
): Promise<CreditMoved> {
  return await moveCredit(tx, { ...input, kind: 'topup' });
}

/**
 * Corrects an account's credit by a signed amount, with the reason. Throws EngineError `unknown_account`,
 * `amount_invalid`.
 */
export async function adjustCredit(
  deps: Pick<EngineDeps, 'db'>,
  input: { accountId: string; amountMicros: number; note: string; actor: string },
): Promise<CreditMoved> {
  if (!Number.isSafeInteger(input.amountMicros) || input.amountMicros === 0) {
    throw new EngineError('invalid', 'amount_invalid', 'An adjustment is a whole number of micro-units other than 0.');
  }
  return await inTransaction(deps.db, (tx) => moveCredit(tx, { ...input, kind: 'adjust' }));
}

async function moveCredit(
  tx: Transaction,
  input: {
    accountId: string;
    amountMicros: number;
    note?: string | undefined;
    kind: 'topup' | 'adjust';
    actor: string;
  },
): Promise<CreditMoved> {
  const { amountMicros, kind } = input;
  const account = await findAccount(tx, input.accountId);
  const purses = await findPurses(tx, { accountId: account.id });
  if (!purses) throw new Error(`account ${account.id} has no purses`);
  const adds = amountMicros > 0;
  const { balances } = await postEntries(tx, [
    {
      fromAccount: adds ? purses.funding : purses.available,
      toAccount: adds ? purses.available : purses.funding,
      amountMicros: Math.abs(amountMicros),
      kind,
      createdBy: input.actor,
      ...(input.note === undefined ? {} : { note: input.note }),
    },
  ]);
  await audit(tx, {
    actor: input.actor,
    action: `credit.${kind}`,
    subject: `account:${account.id}`,
    reason: input.note,
    details: { amountMicros },
  });
  const availableMicros = balances.find((purse) => purse.creditAccountId === purses.available)?.balanceMicros ?? 0;
  if (adds) {
    await tx.execute(sql`
      update provider_accounts
      set breaker_state = 'closed', breaker_reason = null, breaker_wait_ms = 0, resume_at = null
      where id = ${account.id} and breaker_state <> 'closed'
        and (breaker_reason = 'no_credit' or (breaker_reason = 'overdrawn' and ${availableMicros}::bigint >= 0))`);
  }
  const woken = adds ? await wakeRuns(tx, runUsesAccount(account.id)) : [];
  return { availableMicros, wokenRuns: woken.length };
}
