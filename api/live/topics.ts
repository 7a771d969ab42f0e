import type { RunOwner } from '../../engine/reading/run-owner.ts';
import { ProblemError } from '../errors/problem-error.ts';

const ALONE = ['campaigns', 'failures', 'system', 'events', 'credits', 'suppressions', 'imports', 'reviews'] as const;
const WITH_ID = ['campaign', 'retry', 'reminders', 'test'] as const;

/** What a page may look at: one campaign, one retry, one programme, one test, or a kind of all of them. */
export type TopicKind = (typeof ALONE)[number] | (typeof WITH_ID)[number];

export interface Topic {
  kind: TopicKind;
  /** Of a campaign, a retry, a programme or a test; empty otherwise. */
  id: string;
  /** `campaign:ID`, as it is asked for. */
  name: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MOST_TOPICS = 20;
const MOST_LETTERS = 100;

/** Whether something could be there under this id: what is no id at all is told like what is not there. */
export const isId = (id: string): boolean => UUID.test(id);

/** Reads `campaign:ID,failures,system`. Throws ProblemError `topic_unknown`, `topics_too_many`. */
export function readTopics(text: string): Topic[] {
  const names = [...new Set(text.split(',').map((name) => name.trim().toLowerCase()))].filter((name) => name !== '');
  if (names.length > MOST_TOPICS) {
    throw new ProblemError(400, 'topics_too_many', `One stream carries at most ${MOST_TOPICS} topics.`, {
      repair: 'Ask for what the page shows.',
    });
  }
  return names.map(readTopic);
}

function readTopic(name: string): Topic {
  const [word = '', id = ''] = name.split(/:(.*)/s);
  const kind = id === '' ? ALONE.find((each) => each === word) : WITH_ID.find((each) => each === word);
  if (kind !== undefined && name.length <= MOST_LETTERS) return { kind, id, name };
  throw new ProblemError(400, 'topic_unknown', `There is no topic "${name.slice(0, MOST_LETTERS)}".`, {
    repair: `Topics are ${[...ALONE, ...WITH_ID.map((each) => `${each}:ID`)].join(', ')}.`,
  });
}

/** Names of the topics that show something of a run. */
export const topicsOfRun = ({ campaignId, retryId, programmeId }: RunOwner): string[] =>
  programmeId === null
    ? [`campaign:${campaignId}`, ...(retryId === null ? [] : [`retry:${retryId}`])]
    : [`reminders:${programmeId}`];

/** Which events a stream tells of: those of its campaigns, retries and programmes, or all where it asks for `events`. */
export function tellsOf(
  topics: readonly Topic[],
): (event: { subject: string; data: Record<string, unknown> }) => boolean {
  if (topics.some(({ kind }) => kind === 'events')) return () => true;
  const wanted = new Set(topics.filter(({ id }) => id !== '').map(({ kind, id }) => `${kind}:${id}`));
  return ({ subject, data }) =>
    wanted.has(subject) ||
    wanted.has(`campaign:${String(data['campaignId'])}`) ||
    wanted.has(`reminders:${String(data['programmeId'])}`);
}
