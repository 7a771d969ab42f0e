import type { EngineDeps } from '../../engine/deps.ts';
import { EngineError } from '../../engine/error.ts';
import { campaignProgress } from '../../engine/reading/progress.ts';
import { findProgramme } from '../../engine/reminders/programmes/find-programme.ts';
import { showRetry } from '../../engine/retrying/show-retry.ts';
import { checkTest } from '../../engine/trying/find-test.ts';
import { ProblemError } from '../errors/problem-error.ts';
import { isId, type Topic } from './topics.ts';

type LookDeps = Pick<EngineDeps, 'readDb' | 'law' | 'zones'>;

/** A topic of something that is not there. */
export interface UnknownTopic {
  topic: string;
  code: string;
  detail: string;
}

/**
 * Parts what is there from what is not: a page with one old link keeps the rest of its stream, and is told which topic
 * stays silent and why. Throws ProblemError `topic_unknown`, naming them, when nothing is left to stream.
 */
export async function knownTopics(
  deps: LookDeps,
  topics: readonly Topic[],
): Promise<{ known: Topic[]; unknown: UnknownTopic[] }> {
  const known: Topic[] = [];
  const unknown: UnknownTopic[] = [];
  for (const topic of topics) {
    try {
      await look(deps, topic);
      known.push(topic);
    } catch (error) {
      if (!(error instanceof EngineError) || error.kind !== 'not_found') throw error;
      unknown.push({ topic: topic.name, code: error.code, detail: error.message });
    }
  }
  if (known.length > 0 || unknown.length === 0) return { known, unknown };
  const names = unknown.map(({ topic }) => `"${topic}"`).join(', ');
  throw new ProblemError(400, 'topic_unknown', `There is no topic ${names}: what it is about is not there.`, {
    repair: 'Ask for something that is there: list the campaigns, retries, programmes or tests to find its id.',
    details: { topics: unknown },
  });
}

async function look(deps: LookDeps, { kind, id, name }: Topic): Promise<void> {
  if (id !== '' && !isId(id)) throw new EngineError('not_found', 'topic_unknown', `"${name}" is no id of anything.`);
  if (kind === 'campaign') await campaignProgress(deps, { campaignId: id });
  if (kind === 'retry') await showRetry(deps, { retryId: id });
  if (kind === 'test') await checkTest(deps.readDb, id);
  if (kind === 'reminders') await findProgramme(deps.readDb, deps, id);
}
