import { describe, expect, it } from 'vitest';
import { createCallees } from '../../../simulator/callees/callees.ts';
import { createNotices } from '../../../simulator/deliveries/notices.ts';
import { createFaultBook } from '../../../simulator/faults/fault-book.ts';
import type { WebhookFault } from '../../../simulator/faults/fault-kinds.ts';
import { DEFAULT_OPTIONS } from '../../../simulator/options.ts';
import { createAccounts } from '../../../simulator/world/accounts.ts';
import { createClock } from '../../../simulator/world/clock.ts';
import { createIds } from '../../../simulator/world/ids.ts';
import type { Dial } from '../../../simulator/world/records.ts';

/** Tells `events` of one dial with the fault on the first; timers run when all has been told, earliest first. */
const tell = (fault: WebhookFault, events: readonly string[]): { sent: string[]; fired: number } => {
  const later: { delayMs: number; run: () => void }[] = [];
  const book = createFaultBook(1, createCallees(1, 'answer'));
  const notices = createNotices(book, {
    schedule: (_kind, delayMs, run) => later.push({ delayMs, run }),
    count: () => later.length,
    nextDueInMs: () => null,
    clear: () => undefined,
  });
  const dial: Dial = {
    seq: 0,
    channel: 'call',
    attemptId: null,
    to: '+12124440100',
    account: createAccounts(DEFAULT_OPTIONS, createClock(), createIds()).of('cartesia', 'sk_car_test'),
    receivedAtMs: 0,
    bodyAtMs: 0,
    dialledAtMs: 0,
    endedAtMs: 0,
    costMicros: 0,
    fault: null,
    index: 0,
    heldNotice: null,
  };
  const sent: string[] = [];
  book.addNext({ kind: fault, to: null, count: 1 });
  events.forEach((event, at) => notices.tell(dial, event, at + 1 < events.length, () => sent.push(event)));
  for (const { run } of later.toSorted((a, b) => a.delayMs - b.delayMs)) run();
  return { sent, fired: book.counts()[fault] };
};

describe('what a fault does to the events of a call', () => {
  it.each([
    ['webhook_lost', ['b', 'c']],
    ['webhook_doubled', ['a', 'a', 'b', 'c']],
    ['webhook_late', ['b', 'c', 'a']],
    ['webhook_reordered', ['b', 'c', 'a']],
  ] as const)('%s makes a, b, c into %j', (fault, expected) => {
    expect(tell(fault, ['a', 'b', 'c'])).toEqual({ sent: expected, fired: 1 });
  });

  it('never keeps an event back for good', () => {
    expect(tell('webhook_reordered', ['a', 'b'])).toEqual({ sent: ['b', 'a'], fired: 1 });
    expect(tell('webhook_reordered', ['a'])).toEqual({ sent: ['a'], fired: 0 });
  });
});
