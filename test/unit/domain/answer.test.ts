import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../../domain/answer.ts';

describe('readAnswer', () => {
  it.each([
    [{ digits: '9' }, 'opt_out', 'certain'],
    [{ digits: '1' }, 'unclear', 'certain'],
    [{ digits: '1', meaning: 'confirm' as const }, 'confirm', 'certain'],
    [{ meaning: 'opt_out' as const }, 'opt_out', 'certain'],
    [{ meaning: 'cancel' as const, said: 'cancel my appointment' }, 'cancel', 'certain'],
    // The agent heard a "yes"; the person said something else.
    [{ meaning: 'confirm' as const, said: 'stop calling me' }, 'opt_out', 'certain'],
    [{ meaning: 'confirm' as const, said: 'wrong number, but yes' }, 'confirm', 'certain'],
    [{ said: 'wrong number' }, 'opt_out', 'doubtful'],
    [{ said: 'perhaps on Tuesday' }, 'unclear', 'certain'],
    [{}, 'unclear', 'certain'],
  ] as const)('reads %j as %s, %s', (report, meaning, certainty) => {
    expect(readAnswer(report)).toEqual({ meaning, certainty });
  });
});
