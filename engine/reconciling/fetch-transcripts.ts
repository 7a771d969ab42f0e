import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { TranscriptTurn } from '../../domain/fact.ts';
import type { EngineDeps } from '../deps.ts';
import { writeFacts, type NewFact } from '../folding/inbox.ts';
import type { Telephony } from '../ports.ts';

type Deps = Pick<EngineDeps, 'db' | 'telephonyFor' | 'files' | 'log'>;

interface Wanted {
  attemptId: string;
  providerRef: string;
  tries: number;
}

interface Fetched {
  attemptId: string;
  turns: TranscriptTurn[] | 'not_ready' | 'none';
  recordingUrl: string | null;
  recordingPath: string | null;
}

const BATCH = 100;
const READS_AT_ONCE = 8;
const MAX_TRIES = 8;

/**
 * Reads the transcripts and recordings that an account's ended calls wait for, a batch at a time, and tells the fold
 * what was said. "Not ready" and read errors are tried again with growing waits; after the last try the call counts
 * as one without transcript. Taking a batch moves its next try, so two jobs at once only share the work.
 */
export async function fetchTranscripts(deps: Deps, accountId: string): Promise<void> {
  const telephony = await deps.telephonyFor(accountId);
  for (;;) {
    const wanted = await take(deps, accountId);
    const fetched: Fetched[] = [];
    const queue = [...wanted];
    await Promise.all(
      Array.from({ length: READS_AT_ONCE }, async () => {
        for (let next = queue.shift(); next; next = queue.shift()) {
          const result = await fetchOne(deps, telephony, next);
          if (result) fetched.push(result);
        }
      }),
    );
    await store(deps, accountId, wanted, fetched);
    if (wanted.length < BATCH) return;
  }
}

async function take(deps: Deps, accountId: string): Promise<Wanted[]> {
  return await inTransaction(deps.db, (tx) =>
    rows(
      tx,
      sql`update transcripts t set tries = t.tries + 1, try_at = outdial_now() + least(60, 2 ^ least(t.tries, 6)) * interval '1 second'
        from attempts a
        where a.id = t.attempt_id and t.attempt_id in (
          -- Not a join: that may become a hash of all attempts of the account, made anew for each hundred.
          select w.attempt_id from transcripts w
          where w.state = 'wanted' and w.try_at <= (select outdial_now())
            and (select b.account_id from attempts b where b.id = w.attempt_id and b.provider_ref is not null) = ${accountId}
          order by w.try_at limit ${BATCH} for update skip locked)
        returning t.attempt_id as "attemptId", a.provider_ref as "providerRef", t.tries`,
    ),
  );
}

/** Null = could not be read now. A recording is a convenience: its absence never holds an attempt. */
async function fetchOne(deps: Deps, telephony: Telephony, wanted: Wanted): Promise<Fetched | null> {
  const { attemptId, providerRef } = wanted;
  try {
    const turns = await telephony.readTranscript(providerRef);
    const recording =
      turns === 'not_ready' || !telephony.capabilities.recordings ? 'none' : await telephony.readRecording(providerRef);
    if (typeof recording === 'string') return { attemptId, turns, recordingUrl: null, recordingPath: null };
    if ('url' in recording) return { attemptId, turns, recordingUrl: recording.url, recordingPath: null };
    const { path } = await deps.files.write(`recordings/${attemptId}`, recording.bytes);
    return { attemptId, turns, recordingUrl: null, recordingPath: path };
  } catch (error) {
    deps.log.warn(
      { attemptId, error: error instanceof Error ? error.message : String(error) },
      'transcript not read yet',
    );
    return null;
  }
}

async function store(
  deps: Deps,
  accountId: string,
  wanted: readonly Wanted[],
  fetched: readonly Fetched[],
): Promise<void> {
  const triesOf = new Map(wanted.map((entry) => [entry.attemptId, entry.tries]));
  const facts = fetched.flatMap(({ attemptId, turns }): NewFact[] => {
    if (turns === 'not_ready' && (triesOf.get(attemptId) ?? 0) < MAX_TRIES) return [];
    return [
      {
        accountId,
        source: 'read',
        dedupeKey: `transcript:${attemptId}`,
        fact: { kind: 'transcript', attemptId, turns: typeof turns === 'string' ? [] : turns },
      },
    ];
  });
  await writeFacts(deps.db, facts);
  const recordings = fetched.filter(
    ({ recordingUrl, recordingPath }) => recordingUrl !== null || recordingPath !== null,
  );
  if (recordings.length === 0) return;
  // The fold may hold the same rows in its own order; what loses is repeated.
  await inTransaction(deps.db, (tx) =>
    tx.execute(
      sql`update transcripts t set recording_url = coalesce(i."recordingUrl", t.recording_url), recording_path = coalesce(i."recordingPath", t.recording_path)
        from jsonb_to_recordset(${JSON.stringify(recordings)}::jsonb) as i("attemptId" uuid, "recordingUrl" text, "recordingPath" text)
        where t.attempt_id = i."attemptId"`,
    ),
  );
}
