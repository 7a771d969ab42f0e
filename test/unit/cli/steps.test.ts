import { describe, expect, it } from 'vitest';
import { DEFAULT_HOURS } from '../../../cli/remote/campaign/settings-words.ts';
import { stepsOf } from '../../../cli/remote/campaign/steps.ts';
import { DEFAULT_CALLING_HOURS } from '../../../domain/calling-hours.ts';

describe('the flags of a campaign’s steps', () => {
  it('belong to the step that they follow, and to every step when they stand before the first', () => {
    const steps = stepsOf([
      ['account', 'main'],
      ['variable', 'firm=Acme'],
      ['step', 'call'],
      ['number', '+12025550100'],
      ['agent', 'agent_1'],
      ['variable', 'name={{ name }}'],
      ['step', 'sms'],
      ['account', 'texts'],
      ['number', '+12025550101'],
      ['text', 'Hi {{ name }}'],
    ]);
    expect(steps).toEqual([
      {
        channel: 'call',
        account: 'main',
        number: '+12025550100',
        agent: 'agent_1',
        variables: { firm: 'Acme', name: '{{ name }}' },
      },
      {
        channel: 'sms',
        account: 'texts',
        number: '+12025550101',
        text: 'Hi {{ name }}',
        variables: { firm: 'Acme' },
      },
    ]);
  });

  it('are refused without a step, and twice in one', () => {
    expect(() => stepsOf([['account', 'main']])).toThrow('--step is missing');
    expect(() =>
      stepsOf([
        ['step', 'call'],
        ['number', 'a'],
        ['number', 'b'],
      ]),
    ).toThrow('--number is given twice for one step');
    expect(() =>
      stepsOf([
        ['step', 'call'],
        ['variable', 'oops'],
      ]),
    ).toThrow('"oops" is no pair');
  });

  it('are none when none is given', () => {
    expect(stepsOf([])).toEqual([]);
  });
});

it('"--hours default" are the hours that the engine takes by itself', () => {
  expect({ ...DEFAULT_HOURS, blackoutDates: [] }).toEqual(DEFAULT_CALLING_HOURS);
});
