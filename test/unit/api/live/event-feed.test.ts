import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { createEventFeed, howToResume, type EventFeed } from '../../../../api/live/event-feed.ts';
import type { EventView } from '../../../../engine/events/list-events.ts';

/** A ledger of events that grows, and takes its time to answer. */
function ledger() {
  const all: EventView[] = [];
  const slowly = () => new Promise((resolve) => setTimeout(resolve, 0));
  return {
    all,
    write: () => void all.push({ id: all.length + 1, kind: 'trial', subject: 'order:1', at: '', data: {} }),
    read: async (after: number, limit: number) => {
      const items = all.filter(({ id }) => id > after).slice(0, limit);
      await slowly();
      return {
        items,
        after: items.length === limit ? (items.at(-1)?.id ?? after) : Math.max(after, items.at(-1)?.id ?? 0),
      };
    },
    missed: async (after: number, most: number) => {
      const answer = { count: Math.min(most, Math.max(0, all.length - after)), newest: all.length };
      await slowly();
      return answer;
    },
  };
}

function member(feed: EventFeed, after: number | undefined, room = { isOpen: true }) {
  const ids: number[] = [];
  const reset = vi.fn<() => void>();
  const reader = feed.join({
    after,
    wants: () => true,
    isOpen: () => room.isOpen,
    send: ({ id = 0 }) => void ids.push(id),
    reset,
  });
  return { ids, reset, reader, room };
}

it.each([
  [undefined, { count: 5_000, newest: 9_000 }, 'from_now'],
  [10, { count: 0, newest: 10 }, 'one_by_one'],
  [10, { count: 1_000, newest: 1_010 }, 'one_by_one'],
  [10, { count: 1_001, newest: 1_011 }, 'reset'],
  [500, { count: 0, newest: 10 }, 'reset'],
])('after event %s with %o it resumes: %s', (after, missed, how) => {
  expect(howToResume(after, missed)).toBe(how);
});

it('tells each event once and in order, whoever comes when and whoever stops reading for a while', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('write', 'write', 'join', 'block', 'open', 'touch', 'wait'), { maxLength: 60 }),
      async (steps) => {
        const events = ledger();
        const feed = createEventFeed(events, (error) => {
          throw error;
        });
        const members: (ReturnType<typeof member> & { from: number })[] = [];
        const open = (): void => {
          for (const each of members) {
            if (each.room.isOpen) continue;
            each.room.isOpen = true;
            each.reader.goOn();
          }
        };
        for (const step of steps) {
          if (step === 'write') events.write();
          if (step === 'join') members.push({ ...member(feed, events.all.length), from: events.all.length });
          if (step === 'block') for (const each of members) each.room.isOpen = false;
          if (step === 'open') open();
          if (step === 'touch') feed.touch();
          if (step === 'wait') await new Promise((resolve) => setTimeout(resolve, 1));
        }
        open();
        feed.touch();
        await vi.waitFor(() => {
          for (const { ids, from } of members) {
            expect(ids).toEqual(events.all.map(({ id }) => id).filter((id) => id > from));
          }
        });
        for (const { reader } of members) reader.leave();
        feed.close();
      },
    ),
    { numRuns: 60 },
  );
});

it('keeps nothing for a member that cannot take anything: it reads on from there, or is reset', async () => {
  const events = ledger();
  const feed = createEventFeed(events, () => {});
  const sleeper = member(feed, 0);
  await vi.waitFor(() => expect(sleeper.reader.toldUpTo()).toBe(0));
  sleeper.room.isOpen = false;
  for (let i = 0; i < 5_000; i++) events.write();
  feed.touch();
  const awake = member(feed, 4_990);
  await vi.waitFor(() => expect(awake.ids).toHaveLength(10));
  expect(sleeper.ids).toEqual([]);
  sleeper.room.isOpen = true;
  sleeper.reader.goOn();
  await vi.waitFor(() => expect(sleeper.reset).toHaveBeenCalledOnce());
  events.write();
  feed.touch();
  await vi.waitFor(() => expect(sleeper.ids).toEqual([5_001]));
  feed.close();
});
