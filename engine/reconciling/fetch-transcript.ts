import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { writeFacts } from '../folding/inbox.ts';

const MAX_TRIES = 8;

/**
 * Reads the transcript of an ended call and tells the fold what was said; stores the recording's place. "Not ready"
 * and read errors are tried again with growing waits; after that the call counts as one without transcript.
 */
export async function fetchTranscript(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor' | 'files' | 'log'>,
  attemptId: string,
): Promise<void> {
  const wanted = await firstRow<{ accountId: string; providerRef: string | null; tries: number }>(
    deps.db,
    sql`update transcripts t set tries = t.tries + 1, try_at = outdial_now() + least(60, 2 ^ least(t.tries, 6)) * interval '1 second'
        from attempts a where a.id = t.attempt_id and t.attempt_id = ${attemptId} and t.state = 'wanted'
        returning a.account_id as "accountId", a.provider_ref as "providerRef", t.tries`,
  );
  if (!wanted || wanted.providerRef === null) return;
  const telephony = await deps.telephonyFor(wanted.accountId);
  const turns = await telephony.readTranscript(wanted.providerRef);
  if (turns === 'not_ready' && wanted.tries < MAX_TRIES) return;
  await writeFacts(deps.db, [
    {
      accountId: wanted.accountId,
      source: 'read',
      dedupeKey: `transcript:${attemptId}`,
      fact: { kind: 'transcript', attemptId, turns: typeof turns === 'string' ? [] : turns },
    },
  ]);
  if (telephony.capabilities.recordings) await storeRecording(deps, attemptId, wanted.accountId, wanted.providerRef);
}

async function storeRecording(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor' | 'files' | 'log'>,
  attemptId: string,
  accountId: string,
  providerRef: string,
): Promise<void> {
  const telephony = await deps.telephonyFor(accountId);
  try {
    const recording = await telephony.readRecording(providerRef);
    if (typeof recording === 'string') return;
    if ('url' in recording) {
      await deps.db.execute(
        sql`update transcripts set recording_url = ${recording.url} where attempt_id = ${attemptId}`,
      );
      return;
    }
    const { path } = await deps.files.write(`recordings/${attemptId}`, recording.bytes);
    await deps.db.execute(sql`update transcripts set recording_path = ${path} where attempt_id = ${attemptId}`);
  } catch (error) {
    // A recording is a convenience: its absence never holds an attempt.
    deps.log.warn({ attemptId, error: error instanceof Error ? error.message : String(error) }, 'recording not stored');
  }
}
