import type { Tone } from '../../components/tone.ts';
import type { HoldUp } from './shapes.ts';

/** How a hold-up is shown in a list: a word and its tone. */
export const HELD_UP: Readonly<Record<HoldUp['code'], { tone: Tone; words: string; title: string }>> = {
  opted_out: { tone: 'suppressed', words: 'Opted out', title: 'Nothing goes out: the person said no' },
  zone_unknown: { tone: 'retryable', words: 'Zone unknown', title: 'Blocked until somebody says where the person is' },
  stopped: { tone: 'paused', words: 'All stopped', title: 'Reminders wait: all dialing is stopped' },
  account_stopped: { tone: 'paused', words: 'Account stopped', title: 'Reminders wait: the account is stopped' },
  breaker_open: { tone: 'retryable', words: 'Provider down', title: 'Reminders wait: the provider is held back' },
  programme_paused: { tone: 'paused', words: 'Paused', title: 'Reminders wait: the programme is paused' },
  being_replanned: { tone: 'live', words: 'Being planned', title: 'Its steps are being planned anew' },
  near_another: { tone: 'info', words: 'Close to another', title: 'The same number has another appointment close by' },
};
