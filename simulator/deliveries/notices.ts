import type { FaultBook } from '../faults/fault-book.ts';
import type { Dial } from '../world/records.ts';
import type { TimerHeap } from '../world/timer-heap.ts';

export interface Notices {
  /** Tells the receivers of one event, or does to it what a fault demands. `hasNext`: the dial has later events. */
  tell: (dial: Dial, event: string, hasNext: boolean, send: () => void) => void;
}

const OVERTAKEN_BY_MS = 50;

export const createNotices = (faults: FaultBook, timers: TimerHeap): Notices => ({
  tell: (dial, event, hasNext, send) => {
    const fault = faults.drawWebhook(dial.to, dial.index, event, hasNext);
    const held = dial.heldNotice;
    if (fault === 'webhook_reordered') {
      // Of two events in a row only the first can be held back; the second must release it.
      if (held === null) {
        faults.fired(fault);
        dial.heldNotice = send;
        return;
      }
    } else if (fault !== null) faults.fired(fault);
    dial.heldNotice = null;
    const deliver = (): void => {
      if (fault !== 'webhook_lost') send();
      if (fault === 'webhook_doubled') send();
      // Apart enough that the receiver meets them in this order, over whichever connections they go.
      if (held !== null) timers.schedule('webhook', OVERTAKEN_BY_MS, held);
    };
    if (fault === 'webhook_late') timers.schedule('webhook', faults.settings.lateWebhookMs, deliver);
    else deliver();
  },
});
