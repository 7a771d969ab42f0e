import type { EventView } from '../../engine/events/list-events.ts';
import type { Message } from './topic-feed.ts';

export interface EventReader {
  /** What came while nobody could take it is read from the ledger now. */
  goOn: () => void;
  /** Up to which event everything was told; undefined while that is not so. */
  toldUpTo: () => number | undefined;
  leave: () => void;
}

export interface EventMember {
  /** The last event that the client knows; undefined = it begins now. */
  after: number | undefined;
  wants: (event: EventView) => boolean;
  isOpen: () => boolean;
  send: (message: Message) => void;
  /** It missed more than is told one by one: it looks at everything again. */
  reset: () => void;
}

export interface EventSource {
  /** Events in the order of their ids, complete up to `after` of the answer. */
  read: (after: number, limit: number) => Promise<{ items: EventView[]; after: number }>;
  /** How many came after this one, counted to `most`, and the newest that is complete. */
  missed: (after: number, most: number) => Promise<{ count: number; newest: number }>;
}

export interface EventFeed {
  /** There are new events. */
  touch: () => void;
  join: (member: EventMember) => EventReader;
  close: () => void;
}

const PAGE = 200;
const MOST_MISSED = 1_000;
const POLL_MS = 5_000;

/** What is told to a client that knows events up to `after`. */
export type Resume = 'from_now' | 'one_by_one' | 'reset';
export function howToResume(after: number | undefined, missed: { count: number; newest: number }): Resume {
  if (after === undefined) return 'from_now';
  // Beyond the newest: it looked at another database.
  return after > missed.newest || missed.count > MOST_MISSED ? 'reset' : 'one_by_one';
}

interface Reader extends EventMember {
  /** Told up to here; undefined = nothing was decided yet. */
  at: number | undefined;
  /** Gets new events from the common reading; otherwise it reads by itself. */
  isLive: boolean;
  isAtWork: boolean;
  hasLeft: boolean;
}

/**
 * Events for all streams: read once while streams keep up. Who comes later, or could not take what came, reads for
 * itself from where it was, so nothing is kept in memory for anybody.
 */
export function createEventFeed(source: EventSource, onError: (error: unknown) => void): EventFeed {
  const readers = new Set<Reader>();
  let position: number | undefined;
  let isAtWork = false;
  let isStale = false;
  let timer: NodeJS.Timeout | undefined;

  const tell = (reader: Reader, items: readonly EventView[], upTo: number): void => {
    for (const event of items) {
      if (reader.at !== undefined && event.id <= reader.at) continue;
      if (!reader.isOpen()) {
        reader.isLive = false;
        return;
      }
      if (reader.wants(event)) reader.send({ event: 'event', data: JSON.stringify(event), id: event.id });
      reader.at = event.id;
    }
    reader.at = Math.max(reader.at ?? 0, upTo);
  };

  const readNew = async (): Promise<void> => {
    clearTimeout(timer);
    if (isAtWork || position === undefined) return;
    isAtWork = true;
    try {
      let items: EventView[];
      do {
        isStale = false;
        const page = await source.read(position, PAGE);
        items = page.items;
        position = page.after;
        for (const reader of readers) if (reader.isLive) tell(reader, items, position);
      } while ((items.length === PAGE || isStale) && readers.size > 0);
    } catch (error) {
      onError(error);
    }
    isAtWork = false;
    clearTimeout(timer);
    if (readers.size > 0) timer = setTimeout(() => void readNew(), POLL_MS);
    else position = undefined;
  };

  const decide = async (reader: Reader): Promise<void> => {
    const missed = await source.missed(reader.at ?? reader.after ?? 0, MOST_MISSED + 1);
    const how = howToResume(reader.at ?? reader.after, missed);
    if (how === 'reset') reader.reset();
    reader.at = how === 'one_by_one' ? (reader.at ?? reader.after) : missed.newest;
    position ??= missed.newest;
  };

  /** Reads what this one has not been told, until it stands where the common reading stands. */
  const catchUp = async (reader: Reader): Promise<void> => {
    if (reader.isAtWork || reader.isLive) return;
    reader.isAtWork = true;
    try {
      await decide(reader);
      while (!reader.hasLeft && reader.isOpen() && reader.at !== undefined) {
        // Where it stands is asked between two answers: nothing can come in between.
        if (position === undefined || reader.at >= position) {
          position ??= reader.at;
          reader.isLive = true;
          break;
        }
        const page = await source.read(reader.at, PAGE);
        tell(reader, page.items, page.after);
      }
    } catch (error) {
      onError(error);
      setTimeout(() => void (reader.hasLeft || catchUp(reader)), POLL_MS).unref();
    }
    reader.isAtWork = false;
    void readNew();
  };

  return {
    touch: () => {
      isStale = true;
      void readNew();
    },
    join: (member) => {
      const reader: Reader = { ...member, at: undefined, isLive: false, isAtWork: false, hasLeft: false };
      readers.add(reader);
      void catchUp(reader);
      return {
        goOn: () => void catchUp(reader),
        toldUpTo: () => (reader.isLive ? reader.at : undefined),
        leave: () => {
          reader.hasLeft = true;
          readers.delete(reader);
        },
      };
    },
    close: () => {
      readers.clear();
      clearTimeout(timer);
    },
  };
}
