import { expect, it } from 'vitest';
import { moneyOf } from '../../../../engine/credits/money-of.ts';
import type { EntryKind } from '../../../../engine/credits/post-entries.ts';

const T = (minute: number): string => `2026-11-26T13:0${minute}:00.000Z`;
const line = (kind: EntryKind, amountMicros: number, to: 'available' | 'spent' = 'spent') => ({
  kind,
  amountMicros,
  to,
  note: null,
  createdAt: T(3),
});
const CALL = { holdMicros: 500, state: 'DISPOSED' as const, createdAt: T(0), endedAt: T(2), ledger: [] };
const told = (facts: Parameters<typeof moneyOf>[0]) => moneyOf(facts).map(({ kind, micros }) => [kind, micros]);

it('tells what was held, what was settled of it and what was released, in this order', () => {
  expect(moneyOf({ ...CALL, ledger: [line('settle', 200)] })).toEqual([
    { kind: 'hold', micros: 500, at: T(0), note: null },
    { kind: 'settle', micros: 200, at: T(3), note: null },
    { kind: 'release', micros: 300, at: T(3), note: null },
  ]);
});

it('puts what goes beyond the hold or came later behind it, and what was given back below zero', () => {
  expect(told({ ...CALL, ledger: [line('settle', 500), line('overrun', 40)] })).toEqual([
    ['hold', 500],
    ['settle', 500],
    ['release', 0],
    ['overrun', 40],
  ]);
  expect(told({ ...CALL, ledger: [line('presumed', 500), line('adjust', 400, 'available')] })).toEqual([
    ['hold', 500],
    ['presumed', 500],
    ['release', 0],
    ['adjust', -400],
  ]);
});

it('releases all of it when a call cost nothing, and nothing while a call lasts', () => {
  expect(told(CALL)).toEqual([
    ['hold', 500],
    ['release', 500],
  ]);
  expect(told({ ...CALL, state: 'ACCEPTED' })).toEqual([['hold', 500]]);
});
