import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EMPTY_RULE,
  isRuleAskable,
  rruleOf,
  ruleFormOf,
  ruleNeeds,
  WEEKDAYS,
} from '../../../../dashboard/pages/reminders/book/rule-form.ts';
import { describeRule } from '../../../../domain/recurrence/describe-rule.ts';
import { parseRule } from '../../../../domain/recurrence/parse-rule.ts';

const form = (change: Partial<typeof EMPTY_RULE>) => ({ ...EMPTY_RULE, date: '2026-12-08', time: '09:30', ...change });
const said = (change: Partial<typeof EMPTY_RULE>): string => describeRule(rruleOf(form(change)), '2026-12-08T09:30');

describe('the plain builder of rules', () => {
  it('says what the engine understands', () => {
    expect(said({})).toBe('every week on Tuesday at 09:30');
    expect(said({ every: 2, days: ['MO', 'TH'] })).toBe('every 2 weeks on Mon and Thu at 09:30');
    expect(said({ unit: 'day', end: 'count', count: 10 })).toBe('every day at 09:30 10 times');
    expect(said({ unit: 'month' })).toBe('every month on the 8th at 09:30');
    expect(said({ unit: 'month', monthly: 'weekday' })).toBe('every month on the 2nd Tuesday at 09:30');
    expect(said({ unit: 'month', monthly: 'weekday', date: '2026-12-29' })).toContain('last Tuesday');
    expect(said({ end: 'until', until: '2026-12-31' })).toContain('until');
  });

  it('never writes a rule that the engine refuses', () => {
    const forms = fc.record({
      unit: fc.constantFrom('day', 'week', 'month'),
      every: fc.integer({ min: 1, max: 99 }),
      days: fc.subarray([...WEEKDAYS]),
      monthly: fc.constantFrom('date', 'weekday'),
      end: fc.constantFrom('never', 'until', 'count'),
      until: fc.constantFrom('2027-01-31', '2028-02-29'),
      count: fc.integer({ min: 1, max: 999 }),
      date: fc.constantFrom('2026-01-01', '2026-01-31', '2026-02-28', '2026-12-29'),
      time: fc.constant('23:59'),
      typed: fc.constant(undefined),
    });
    fc.assert(
      fc.property(forms, (told) => {
        expect(parseRule(rruleOf(told))).toMatchObject({ ok: true });
      }),
    );
  });

  it('asks for what it lacks in place of making it up', () => {
    expect(ruleNeeds(form({}))).toEqual({});
    for (const every of [0, -1, 1.5, 100, Number.NaN]) {
      expect(ruleNeeds(form({ every }))).toEqual({ '/every': 'how often' });
      expect(isRuleAskable(form({ every }))).toBe(false);
    }
    expect(ruleNeeds(form({ end: 'until' }))).toEqual({ '/until': 'the last day' });
    expect(ruleNeeds(form({ end: 'count', count: 0 }))).toEqual({ '/count': 'how many times' });
    expect(isRuleAskable(form({ every: 0, typed: 'every Tuesday' }))).toBe(true);
    expect(ruleNeeds(form({ typed: ' ' }))).toEqual({ '/rule': 'the rule' });
  });

  it('shows a weekly rule in its parts, and any other under "advanced", each saying the same as before', () => {
    for (const rrule of [
      'FREQ=WEEKLY;BYDAY=TU,FR',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=10',
      'FREQ=WEEKLY;BYDAY=SU;UNTIL=20261231',
      'FREQ=MONTHLY;BYDAY=2TU',
      'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1',
      'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1',
    ]) {
      expect(rruleOf(ruleFormOf(rrule, '2026-12-08T09:30'))).toBe(rrule);
    }
    expect(ruleFormOf('FREQ=WEEKLY;BYDAY=TU', '2026-12-08T09:30').typed).toBeUndefined();
    expect(ruleFormOf('FREQ=MONTHLY;BYDAY=2TU', '2026-12-08T09:30').typed).toBe('FREQ=MONTHLY;BYDAY=2TU');
  });
});
