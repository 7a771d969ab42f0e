import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadZones } from '../../../../data/load-zones.ts';
import { occurrencesOf } from '../../../../domain/recurrence/occurrences.ts';
import { endRuleBefore, restOfRule } from '../../../../domain/recurrence/split-rule.ts';

const table = loadZones();
const RULES = [
  'FREQ=DAILY;INTERVAL=3',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR',
  'FREQ=WEEKLY;INTERVAL=3;WKST=SU;BYDAY=SU,TU',
  'FREQ=MONTHLY;BYMONTHDAY=15,-1',
  'FREQ=MONTHLY;BYDAY=2TU',
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
  'FREQ=YEARLY;BYMONTH=3,9',
];
const ENDS = ['', ';COUNT=20', ';UNTIL=20280301'];

it('cuts a rule in two that together say what it said, wherever it is cut', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...RULES),
      fc.constantFrom(...ENDS),
      fc.integer({ min: 1, max: 12 }),
      (rule, end, cut) => {
        const rrule = `${rule}${end}`;
        const firstLocal = '2026-12-08T09:30';
        const input = {
          zone: 'America/New_York',
          table,
          afterMs: Number.NEGATIVE_INFINITY,
          untilMs: Date.UTC(2029, 0),
        };
        const whole = occurrencesOf({ ...input, rrule, firstLocal });
        const from = whole[cut];
        if (!from) return;
        const date = from.local.slice(0, 10);
        const before = occurrencesOf({ ...input, rrule: endRuleBefore(rrule, date), firstLocal });
        const after = occurrencesOf({ ...input, rrule: restOfRule(rrule, firstLocal, date), firstLocal: from.local });
        expect([...before, ...after]).toEqual(whole);
      },
    ),
  );
});
