import { ENTRY_KINDS } from '../credits/entry-words.ts';
import type { Attempt } from './queries.ts';

export interface MoneyStep {
  words: string;
  micros: number;
  at: string | null;
  note: string | null;
}

/** What is still to come of a call that is in one of these. */
const HELD_IN: ReadonlySet<string> = new Set(['INTENT', 'SENDING', 'ACCEPTED', 'UNKNOWN']);

/** Why an attempt cost what it did, in order: what was held, what was settled of it, what was left, what came later. */
export function moneyOf({ holdMicros, ledger, state, createdAt, endedAt }: MoneyFacts): MoneyStep[] {
  const lines = ledger.map(({ kind, amountMicros, createdAt: at, note }) => ({
    words: isKind(kind) ? ENTRY_KINDS[kind].words : kind,
    micros: amountMicros,
    at,
    note,
    ends: kind === 'settle' || kind === 'presumed',
  }));
  const settled = lines.find(({ ends }) => ends);
  const held = { words: 'Held', micros: holdMicros, at: createdAt, note: null };
  const released = {
    words: ENTRY_KINDS.release.words,
    micros: Math.max(0, holdMicros - (settled?.micros ?? 0)),
    at: settled?.at ?? endedAt,
    note: null,
  };
  const isOver = settled !== undefined || !HELD_IN.has(state);
  return [
    held,
    ...lines.filter(({ ends }) => ends),
    ...(isOver ? [released] : []),
    ...lines.filter(({ ends }) => !ends),
  ].map(({ words, micros, at, note }) => ({ words, micros, at, note }));
}

type MoneyFacts = Pick<Attempt, 'holdMicros' | 'ledger' | 'state' | 'createdAt' | 'endedAt'>;

const isKind = (kind: string): kind is keyof typeof ENTRY_KINDS => kind in ENTRY_KINDS;
