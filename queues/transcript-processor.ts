import type { EngineDeps } from '../engine/deps.ts';
import { fetchTranscripts } from '../engine/reconciling/fetch-transcripts.ts';
import type { Job } from './catalogue.ts';

/** Job: fetch the transcripts and recordings that one provider account's ended calls wait for. */
export const transcriptProcessor =
  (deps: Pick<EngineDeps, 'db' | 'telephonyFor' | 'files' | 'log'>) =>
  async (job: Job): Promise<void> =>
    await fetchTranscripts(deps, job.id);
