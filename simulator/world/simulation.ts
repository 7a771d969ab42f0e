import type { Callees } from '../callees/callees.ts';
import type { CallLife } from '../calls/call-life.ts';
import type { Notices } from '../deliveries/notices.ts';
import type { WebhookSender } from '../deliveries/webhook-sender.ts';
import type { FaultBook } from '../faults/fault-book.ts';
import type { Judge } from '../judge/judge.ts';
import type { SimulatorOptions } from '../options.ts';
import type { Accounts } from './accounts.ts';
import type { Clock } from './clock.ts';
import type { Ids } from './ids.ts';
import type { TimerHeap } from './timer-heap.ts';

/** Everything that the handlers of a request work with. */
export interface Simulation {
  options: SimulatorOptions;
  clock: Clock;
  timers: TimerHeap;
  ids: Ids;
  accounts: Accounts;
  callees: Callees;
  faults: FaultBook;
  judge: Judge;
  notices: Notices;
  sender: WebhookSender;
  life: CallLife;
  /** Where this server is reached, for addresses that it hands out. */
  baseUrl: () => string;
}
