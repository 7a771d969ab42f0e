import type { AttemptState } from '../../domain/attempt-state.ts';
import type { PurseKind } from './list-entries.ts';
import type { HoldKind } from './list-holds.ts';
import type { EntryKind } from './post-entries.ts';

export interface MoneyStep {
  kind: EntryKind | HoldKind;
  /** Of an adjustment below zero: what had been settled was given back. */
  micros: number;
  at: string | null;
  note: string | null;
}

interface MoneyFacts {
  state: AttemptState;
  holdMicros: number;
  createdAt: string;
  endedAt: string | null;
  /** Of its account, oldest first. */
  ledger: readonly { kind: EntryKind; amountMicros: number; to: PurseKind; createdAt: string; note: string | null }[];
}

const HELD_IN: readonly AttemptState[] = ['INTENT', 'SENDING', 'ACCEPTED', 'UNKNOWN'];

/** Pure: why an attempt costs what it does, in order: held, settled of it, released, and what came beyond or later. */
export function moneyOf({ state, holdMicros, createdAt, endedAt, ledger }: MoneyFacts): MoneyStep[] {
  const lines = ledger.map(({ kind, amountMicros, to, createdAt: at, note }) => ({
    kind,
    micros: to === 'available' ? -amountMicros : amountMicros,
    at,
    note,
  }));
  const settled = lines.filter(({ kind }) => kind === 'settle' || kind === 'presumed');
  const released: MoneyStep = {
    kind: 'release',
    micros: Math.max(0, holdMicros - settled.reduce((sum, { micros }) => sum + micros, 0)),
    at: settled[0]?.at ?? endedAt,
    note: null,
  };
  const isOver = settled.length > 0 || !HELD_IN.includes(state);
  return [
    { kind: 'hold', micros: holdMicros, at: createdAt, note: null },
    ...settled,
    ...(isOver ? [released] : []),
    ...lines.filter((line) => !settled.includes(line)),
  ];
}
