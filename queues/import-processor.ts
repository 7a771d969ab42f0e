import type { EngineDeps } from '../engine/deps.ts';
import { runImport } from '../engine/importing/run-import.ts';
import type { Job } from './catalogue.ts';

/** Job: work on one uploaded list until it is done, or until the process stops; the next job goes on where it was. */
export const importProcessor =
  (deps: EngineDeps, stopping: AbortSignal) =>
  async (job: Job): Promise<void> => {
    await runImport(deps, job.id, stopping);
  };
