import { listEvents } from '../../engine/events/list-events.ts';
import { missedEvents } from '../../engine/events/missed-events.ts';
import type { EngineDeps } from '../../engine/deps.ts';
import { findRunOwner, type RunOwner } from '../../engine/reading/run-owner.ts';
import { createEventFeed } from './event-feed.ts';
import type { PictureOf } from './pictures.ts';
import { createTopicFeed, type Message, type TopicFeed } from './topic-feed.ts';
import { tellsOf, topicsOfRun, type Topic } from './topics.ts';

/** Hears what the database says of changes; `onListening` each time that it begins to hear. */
export type ListenLive = (
  onPayload: (payload: string) => void,
  onListening: () => void,
) => Promise<{ close: () => Promise<void> }>;

export interface LiveMember {
  topics: readonly Topic[];
  /** The last event that the client knows. */
  lastEventId: number | undefined;
  isOpen: () => boolean;
  /** A picture: the newest of its name is enough. */
  show: (name: string, message: Message) => void;
  /** Something that must arrive in its order. */
  send: (message: Message) => void;
}

export interface LiveHub {
  join: (member: LiveMember) => LiveSeat;
  close: () => Promise<void>;
}

export interface LiveSeat {
  /** The client takes bytes again. */
  goOn: () => void;
  /** The event that the client may name when it comes back. */
  toldUpTo: () => number | undefined;
  leave: () => void;
}

/** Runs whose owner is remembered; all are forgotten together, since looking one up again is one small query. */
const MOST_OWNERS = 10_000;
const OWNED = new Set(['campaign', 'retry', 'reminders']);

/**
 * Brings what the database says to everybody who looks at it. One connection hears; each topic that somebody looks at
 * is read once for all. What was said while nobody heard is made up for by drawing everything anew.
 */
export function createLiveHub(
  deps: Pick<EngineDeps, 'readDb' | 'log'>,
  pictureOf: PictureOf,
  listen: ListenLive | undefined,
): LiveHub {
  const feeds = new Map<string, TopicFeed>();
  const owners = new Map<string, RunOwner>();
  let listening: Promise<{ close: () => Promise<void> } | undefined> | undefined;
  const onError = (error: unknown): void =>
    deps.log.warn({ error: error instanceof Error ? error.message : String(error) }, 'live page not drawn');
  const events = createEventFeed(
    {
      read: (after, limit) => listEvents(deps, { after, limit }),
      missed: (after, most) => missedEvents(deps, after, most),
    },
    onError,
  );

  const touch = (name: string): void => feeds.get(name)?.touch();
  const touchRun = async (runId: string): Promise<void> => {
    touch('campaigns');
    touch('failures');
    // A claim holds, and a call that cost nothing releases, without a line of the ledger.
    touch('credits');
    // A test is a run of its own.
    touch(`test:${runId}`);
    if (![...feeds.keys()].some((name) => OWNED.has(name.split(':')[0] ?? ''))) return;
    const owner = owners.get(runId) ?? (await findRunOwner(deps, runId));
    if (owner === undefined) return;
    if (owners.size >= MOST_OWNERS) owners.clear();
    owners.set(runId, owner);
    for (const name of topicsOfRun(owner)) touch(name);
  };
  const hear = (payload: string): void => {
    const [word = '', id = ''] = payload.split(/:(.*)/s);
    if (word === 'events') return events.touch();
    if (word === 'run') return void touchRun(id).catch(onError);
    touch(payload);
    if (word === 'campaign') touch('campaigns');
    if (word === 'retry') touch('failures');
  };
  const touchAll = (): void => {
    for (const feed of feeds.values()) feed.touch();
    events.touch();
  };

  const feedOf = (topic: Topic): TopicFeed | undefined => {
    const known = feeds.get(topic.name);
    if (known !== undefined) return known;
    const picture = pictureOf(topic);
    if (picture === undefined) return undefined;
    const made = createTopicFeed({ event: topic.kind, onError, ...picture });
    feeds.set(topic.name, made);
    return made;
  };

  return {
    join: (member) => {
      // Without it pages are drawn by the clock alone, some seconds late.
      listening ??= listen?.(hear, touchAll).catch((error: unknown) => {
        onError(error);
        return undefined;
      });
      const joined = member.topics.flatMap((topic) => {
        const feed = feedOf(topic);
        if (feed === undefined) return [];
        const { leave } = feed.join((message) => member.show(topic.name, message));
        return [{ leave, feed, name: topic.name }];
      });
      const reader = events.join({
        after: member.lastEventId,
        wants: tellsOf(member.topics),
        isOpen: member.isOpen,
        send: member.send,
        reset: () => member.send({ event: 'reset', data: '{}' }),
      });
      return {
        goOn: reader.goOn,
        toldUpTo: reader.toldUpTo,
        leave: () => {
          reader.leave();
          for (const { leave, feed, name } of joined) {
            leave();
            if (feed.isEmpty()) feeds.delete(name);
          }
        },
      };
    },
    close: async () => {
      events.close();
      await (await listening)?.close();
    },
  };
}
