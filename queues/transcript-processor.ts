import { fetchTranscript } from '../engine/reconciling/fetch-transcript.ts';
import type { EngineDeps } from '../engine/deps.ts';
import type { Job } from './catalogue.ts';

/** Job: fetch the transcript and the recording of one ended call. */
export const transcriptProcessor =
  (deps: Pick<EngineDeps, 'db' | 'telephonyFor' | 'files' | 'log'>) =>
  async (job: Job): Promise<void> =>
    await fetchTranscript(deps, job.id);
