import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';

/** Where the recording of a call is: its bytes with us, or an address at the provider. */
export type Recording = { kind: 'stored'; bytes: AsyncIterable<Buffer> } | { kind: 'at_provider'; url: string };

/** The recording of an attempt. Throws EngineError `no_recording`. */
export async function readRecording(
  deps: Pick<EngineDeps, 'readDb' | 'files'>,
  input: { attemptId: string },
): Promise<Recording> {
  const found = await firstRow<{ path: string | null; url: string | null }>(
    deps.readDb,
    sql`select recording_path as path, recording_url as url from transcripts where attempt_id = ${input.attemptId}`,
  );
  if (found?.path) return { kind: 'stored', bytes: deps.files.read(found.path) };
  if (found?.url) return { kind: 'at_provider', url: found.url };
  throw new EngineError('not_found', 'no_recording', 'There is no recording of this call.', {
    repair: 'Its transcript may say what was said.',
  });
}
