import { describe, expect, it } from 'vitest';
import { changeSummary, seriesSummary } from '../../../../dashboard/pages/reminders/changes/change-summary.ts';
import type { Changed, PlannedStep } from '../../../../dashboard/pages/reminders/shapes.ts';

const step = (name: string, status: PlannedStep['status'], atLocal: string | null): PlannedStep => ({
  step: name,
  says: `Text, ${name}`,
  channel: 'sms',
  status,
  reason: null,
  why: '',
  at: atLocal,
  atLocal,
  intendedAt: '2026-12-08T15:30:00.000Z',
  costMicros: 7_900,
  nearest: null,
  sharedWith: [],
});
const changed = (parts: Partial<Changed>): Changed => ({
  appointmentId: 'a',
  programmeId: 'p',
  externalId: 'visit-1',
  version: 2,
  state: 'booked',
  change: 'moved',
  startsAt: '2026-12-09T15:30:00.000Z',
  zone: 'America/Chicago',
  understood: 'Wed 9 Dec 09:30 in Chicago',
  answer: null,
  plan: [],
  before: [],
  inFlight: [],
  notes: [],
  ...parts,
});

describe('the line about a change', () => {
  it('tells what went out, what is on the way, what is taken back and what goes out now', () => {
    const { title, detail } = changeSummary(
      changed({
        before: [
          step('booking', 'sent', 'Mon'),
          step('24h-sms', 'planned', 'Tue 09:30'),
          step('2h-call', 'planned', 'Wed 07:30'),
        ],
        plan: [
          step('booking', 'sent', 'Mon'),
          step('24h-sms', 'planned', 'Thu 09:30'),
          step('2h-call', 'skipped', null),
          step('after', 'planned', 'Fri'),
        ],
        inFlight: [{ attemptId: 'x', step: '2h-call', says: 'Call, 2h', channel: 'call' }],
      }),
    );
    expect(title).toBe('Moved: visit-1, Wed 9 Dec 09:30 in Chicago');
    expect(detail).toBe(
      'Went out before: Text, booking. On the way, cannot be taken back: Call, 2h. Taken back: Text, 2h-call. ' +
        'Now: Text, 24h-sms (Thu 09:30). Goes out: Text, after (Fri).',
    );
  });

  it('counts the reminders of a booking, and has nothing to add where nothing changed', () => {
    expect(changeSummary(changed({ change: 'booked', before: null, plan: [step('a', 'planned', 'x')] })).detail).toBe(
      '1 reminder planned.',
    );
    const same = [step('a', 'planned', 'x')];
    expect(changeSummary(changed({ change: 'unchanged', before: same, plan: same })).detail).toBeUndefined();
  });

  it('tells of a series what became of its appointments', () => {
    const counts = { booked: 3, changed: 0, cancelled: 1, inFlight: [], problems: [] };
    const series = {
      seriesId: 's',
      programmeId: 'p',
      externalId: 'ann',
      version: 1,
      state: 'active' as const,
      rrule: '',
      words: 'every week',
      firstLocal: '',
      zone: '',
      phone: '',
      name: null,
      variables: {},
      madeUntil: '',
      changedAt: '',
      next: [],
      change: 'split' as const,
      occurrences: counts,
    };
    expect(seriesSummary(series)).toEqual({
      title: 'Changed from there on: every week',
      detail: '3 appointments booked. 1 appointment cancelled.',
    });
  });
});
