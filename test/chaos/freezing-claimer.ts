import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDb, type Db } from '../../db/client.ts';
import type { Transaction } from '../../db/transaction.ts';
import { claim } from '../../engine/dialing/claim.ts';
import { loadRun } from '../../engine/dialing/run-context.ts';
import { scriptedTelephony } from '../support/scripted-telephony.ts';

/**
 * Run as a process: claims once from a run and stops itself (SIGSTOP) inside the claim's transaction, after so many
 * of its statements, with whatever locks it has by then. Says `holds` before, and what the claim came to afterwards.
 */
const [databaseUrl = '', runId = '', statements = ''] = process.argv.slice(2);
const db = openDb({ url: databaseUrl, role: 'outdial_app', maxConnections: 1, onError: () => {} });
const telephony = scriptedTelephony();
const run = await loadRun({ db, telephonyFor: async () => telephony }, runId);
const step = run?.steps[0];
if (!run || !step) throw new Error('there is no such run');
try {
  // The worker beside us takes its share of the pace: a claim that is granted nothing is over too soon.
  for (let stoodStill = false; !stoodStill;) {
    const { attempts, limit } = await claim(
      { db: freezingAfter(db, Number(statements), () => (stoodStill = true)) },
      { run, step, sender: randomUUID(), batch: 50 },
    );
    if (stoodStill) console.log(`claimed ${attempts.length} ${limit ?? ''}`);
    else if (limit === null) throw new Error('nothing is due any more');
    else await sleep(10);
  }
} catch (error) {
  // The driver's own words are in the cause: the message is the query.
  const said = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  console.log(`failed ${said instanceof Error ? said.message : 'without words'}`);
}
await db.$client.end();

/** The same database, whose transactions stop this process in their middle. */
function freezingAfter(real: Db, count: number, onFreeze: () => void): Db {
  return new Proxy(real, {
    get: (target, key) =>
      key === 'transaction'
        ? (work: (tx: Transaction) => Promise<unknown>) =>
            target.transaction((tx) => work(counting(tx, count, onFreeze)))
        : Reflect.get(target, key),
  });
}

function counting(real: Transaction, count: number, onFreeze: () => void): Transaction {
  let done = 0;
  return new Proxy(real, {
    get: (target, key) =>
      key === 'execute'
        ? async (query: Parameters<Transaction['execute']>[0]) => {
            const result = await target.execute(query);
            done += 1;
            if (done === count) {
              onFreeze();
              // Written at once, or the pipe would never show it.
              process.stdout.write('holds\n');
              process.kill(process.pid, 'SIGSTOP');
            }
            return result;
          }
        : Reflect.get(target, key),
  });
}
