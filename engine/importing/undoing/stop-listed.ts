import { sql } from 'drizzle-orm';
import { findRun } from '../../campaigns/find-run.ts';
import { copyText } from '../../../db/copy.ts';
import { PROBLEM_COLUMNS, ROW_COLUMNS } from '../checking/chunk-text.ts';
import { inCopyTransaction } from '../storing/copy-transaction.ts';
import type { StoredImport } from '../find-import.ts';
import type { CheckedChunk } from '../checking/list-reader.ts';
import type { ImportDeps } from '../run-import.ts';
import { FindingCounter, type FindingGroup } from '../findings.ts';
import { stopContacts } from './stop-contacts.ts';
import { LEASE_SECONDS, standsAt, type Stored } from '../storing/store-chunk.ts';
import { storeGroups } from '../storing/store-groups.ts';

/** A chunk of a stop list: its people leave the campaign, in the transaction that counts them. */
export async function stopListed(
  deps: Pick<ImportDeps, 'db'>,
  list: StoredImport,
  chunk: CheckedChunk,
  previous: Promise<Stored>,
): Promise<Stored> {
  const { campaignId } = list;
  if (campaignId === null) throw new Error(`stop list ${list.id} has no campaign`);
  if ((await previous) === 'lost') return 'lost';
  return inCopyTransaction(deps.db, async ({ tx, client }) => {
    if (!(await standsAt(tx, list.id, chunk.afterRow))) return 'lost';
    const run = await findRun(tx, campaignId);
    const phones = chunk.stops.flatMap((one) => one.phones);
    const stopped = await stopContacts(tx, { campaignId, runId: run.runId, phones, importId: list.id });
    await copyText(client, ROW_COLUMNS, chunk.problemRows);
    await copyText(client, PROBLEM_COLUMNS, chunk.problems);
    await storeGroups({ tx }, list.id, [...chunk.groups, ...notInCampaign(chunk, stopped.notInCampaign)]);
    await tx.execute(sql`
      update imports set rows_read = rows_read + ${chunk.rows}, bytes_read = ${chunk.bytesRead}, last_row = ${chunk.lastRow},
        accepted_rows = accepted_rows + ${chunk.accepted}, rejected_rows = rejected_rows + ${chunk.rejected},
        working_until = outdial_now() + ${LEASE_SECONDS} * interval '1 second', failed_jobs = 0
      where id = ${list.id}`);
    return 'stored';
  });
}

/** Rows of a stop list whose numbers nobody in the campaign has: told, not an error. */
function notInCampaign(chunk: CheckedChunk, phones: readonly number[]): FindingGroup[] {
  const missing = new Set(phones);
  const counter = new FindingCounter();
  for (const stop of chunk.stops) {
    if (!stop.phones.every((phone) => missing.has(phone))) continue;
    counter.add(stop.rowNumber, {
      severity: 'info',
      code: 'not_in_campaign',
      column: null,
      value: stop.phones.map((phone) => `+${phone}`).join(', '),
      message: 'nobody in the campaign has this number',
    });
  }
  return counter.take();
}
