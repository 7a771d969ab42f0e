import type { Db } from '../../../db/client.ts';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';

/** Runs `work` as it would run and answers what it says, but keeps nothing of it. */
export async function inTrial<T>(db: Db, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const rehearsal: { answer?: { value: T } } = {};
  try {
    await inTransaction(db, async (tx) => {
      rehearsal.answer = { value: await work(tx) };
      throw new TakenBack();
    });
  } catch (error) {
    if (error instanceof TakenBack && rehearsal.answer) return rehearsal.answer.value;
    throw error;
  }
  throw new Error('a trial was committed');
}

class TakenBack extends Error {
  override name = 'TakenBack';
}
