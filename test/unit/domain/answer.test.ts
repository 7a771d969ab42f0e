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

  const programme = { keys: { '1': 'confirm', '2': 'cancel' }, languages: ['en'] } as const;
  it.each([
    [{ digits: '1' }, 'confirm'],
    [{ digits: '2#' }, 'cancel'],
    [{ digits: '3' }, 'unclear'],
    [{ digits: '9' }, 'opt_out'],
    [{ said: 'yes, I will be there' }, 'confirm'],
    [{ said: 'perhaps on Tuesday' }, 'unclear'],
    [{ meaning: 'unclear' as const, said: 'I will be there' }, 'unclear'],
    // The agent, the key and the words must not clearly differ.
    [{ meaning: 'confirm' as const, digits: '2' }, 'unclear'],
    [{ meaning: 'confirm' as const, said: 'please cancel my appointment' }, 'unclear'],
    [{ meaning: 'confirm' as const, said: 'uh huh' }, 'confirm'],
    [{ meaning: 'cancel' as const, said: 'I cannot come' }, 'cancel'],
    [{ digits: '1', said: 'stop calling me' }, 'opt_out'],
  ] as const)('reads %j in the call of a programme as %s', (report, meaning) => {
    expect(readAnswer(report, programme).meaning).toBe(meaning);
  });
});
