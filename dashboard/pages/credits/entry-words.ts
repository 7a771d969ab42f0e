import type { Tone } from '../../components/tone.ts';
import type { Entry } from './queries.ts';

interface KindWords {
  words: string;
  tone: Tone;
  means: string;
}

/** What a line of the ledger is, in words. */
export const ENTRY_KINDS: Readonly<Record<Entry['kind'], KindWords>> = {
  topup: { words: 'Top-up', tone: 'done', means: 'Credit that was put in.' },
  settle: { words: 'Settled', tone: 'neutral', means: 'What a call or text cost; its hold is over with it.' },
  overrun: { words: 'Overrun', tone: 'retryable', means: 'What a call cost beyond its hold.' },
  presumed: { words: 'Presumed', tone: 'paused', means: 'Taken as spent, until it is known what a call cost.' },
  adjust: { words: 'Adjusted', tone: 'info', means: 'A correction, by a person or by what was learned later.' },
  budget: { words: 'Budget', tone: 'info', means: 'The budget of a campaign was set or changed.' },
  hold: { words: 'Held now', tone: 'live', means: 'Set aside for a call or text that is not over.' },
  release: { words: 'Released', tone: 'done', means: 'What was left of a hold when the call or text was over.' },
};

/** As the owner sees it: what they may spend grows or shrinks. */
export const changeOf = ({ to, amountMicros }: Pick<Entry, 'to' | 'amountMicros'>): number =>
  to === 'available' ? amountMicros : -amountMicros;
