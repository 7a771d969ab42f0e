import { expect, it } from 'vitest';
import { moneyOf } from '../../../../dashboard/pages/contact/money-of.ts';

const T = (minute: number): string => `2026-11-26T13:0${minute}:00.000Z`;
const line = (id: number, kind: string, amountMicros: number, note: string | null = null) => ({
  id,
  kind,
  amountMicros,
  note,
  createdAt: T(3),
});
const call = { holdMicros: 500, state: 'DISPOSED' as const, createdAt: T(0), endedAt: T(2), ledger: [] };
const told = (facts: Parameters<typeof moneyOf>[0]) => moneyOf(facts).map(({ words, micros }) => [words, micros]);

it('tells what was held, what was settled of it and what was released, in this order', () => {
  expect(moneyOf({ ...call, ledger: [line(1, 'settle', 200)] })).toEqual([
    { words: 'Held', micros: 500, at: T(0), note: null },
    { words: 'Settled', micros: 200, at: T(3), note: null },
    { words: 'Released', micros: 300, at: T(3), note: null },
  ]);
});

it('puts what goes beyond the hold or came later behind it', () => {
  expect(told({ ...call, ledger: [line(1, 'settle', 500), line(2, 'overrun', 40)] })).toEqual([
    ['Held', 500],
    ['Settled', 500],
    ['Released', 0],
    ['Overrun', 40],
  ]);
  expect(told({ ...call, ledger: [line(1, 'presumed', 500), line(2, 'adjust', 400)] })).toEqual([
    ['Held', 500],
    ['Presumed', 500],
    ['Released', 0],
    ['Adjusted', 400],
  ]);
});

it('releases all of it when a call cost nothing, and nothing while a call lasts', () => {
  expect(told(call)).toEqual([
    ['Held', 500],
    ['Released', 500],
  ]);
  expect(told({ ...call, state: 'ACCEPTED' as const })).toEqual([['Held', 500]]);
});
