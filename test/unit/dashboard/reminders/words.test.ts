import { describe, expect, it } from 'vitest';
import { actorWords, causeWords, plainWords } from '../../../../dashboard/pages/reminders/appointment/entry-words.ts';
import { heatDays, heatLevel } from '../../../../dashboard/pages/reminders/load/heat.ts';
import { policyWords } from '../../../../dashboard/pages/reminders/missed/policy-words.ts';
import { sayWeekly } from '../../../../dashboard/pages/reminders/programme/say-hours.ts';
import { stepSentences } from '../../../../dashboard/pages/reminders/programme/step-sentence.ts';
import { startReason } from '../../../../dashboard/pages/reminders/recurring/reasons.ts';
import { forViewer, placeOf, sayWall, wallIn, whyOf } from '../../../../dashboard/pages/reminders/words.ts';
import { readStepShort } from '../../../../domain/reminders/read-step-short.ts';
import { localZone } from '../../../../dashboard/format/time.ts';

const NOW = Date.UTC(2026, 5, 9);

describe('moments', () => {
  it('are told on the clock of their place', () => {
    expect(wallIn('America/Chicago', Date.UTC(2026, 11, 9, 15, 30))).toBe('2026-12-09T09:30');
    expect(sayWall('2026-12-09T09:30', NOW)).toBe('Wed 9 Dec, 09:30');
    expect(sayWall('2027-12-09T09:30', NOW)).toBe('Thu 9 Dec 2027, 09:30');
    expect([placeOf('America/New_York'), placeOf('Etc/GMT+5'), placeOf('Etc/UTC')]).toEqual([
      'New York',
      'UTC-5',
      'UTC',
    ]);
  });

  it('are not told twice to who has the same clock', () => {
    expect(forViewer('2026-12-09T15:30:00Z', localZone())).toBeUndefined();
    expect(forViewer('2026-12-09T15:30:00Z', 'Pacific/Kiritimati')).toMatch(/^\w{3} \d+ \w{3}, \d\d:\d\d for you$/);
  });
});

describe('steps in sentences', () => {
  it('say when, by what and what follows', () => {
    const said = (short: string): string[] => {
      const read = readStepShort(short);
      if (!read.ok) throw new Error(read.message);
      const actions = read.step.actions.map((action, slot) => ({ ...action, accountId: 'a', numberId: 'n', slot }));
      return stepSentences({ when: read.step.when, actions });
    };
    expect(said('24h:sms')).toEqual(['A text 24 hours before the start']);
    expect(said('2h:call>10m:sms')).toEqual([
      'A call 2 hours before the start',
      'Then a text, 10 minutes after it reached nobody',
    ]);
    expect(said('24h:sms>failed:call')[1]).toBe('Then a call, at once when it reached nobody');
    expect(said('24h:sms>noreply30m:call')[1]).toBe('Then a call, when no reply came within 30 minutes');
    expect(said('booking+10m:sms')).toEqual(['A text 10 minutes after the booking']);
    expect(said('1d@18:00:sms')).toEqual(['A text at 18:00 the day before']);
    expect(said('-90m:sms')).toEqual(['A text 90 minutes after the start']);
    expect(said('2d:sms')).toEqual(['A text 2 days before the start']);
  });

  it('put days of the same hours together', () => {
    const day: [string, string][] = [['10:00', '17:00']];
    expect(
      sayWeekly({
        mon: day,
        tue: day,
        wed: day,
        sat: [
          ['10:00', '12:00'],
          ['13:00', '14:00'],
        ],
      }),
    ).toBe('Mon to Wed 10:00–17:00, Sat 10:00–12:00 and 13:00–14:00');
  });
});

describe('the load', () => {
  const hour = (local: string, calls: number, share: number | null) => ({
    at: '',
    local,
    calls,
    texts: 0,
    share,
    warning: null,
  });

  it('is seven whole dates, with hours that are over left out', () => {
    const hours = Array.from({ length: 168 }, (_, at) => {
      const local = new Date(Date.UTC(2026, 5, 9, 18) + at * 3_600_000).toISOString().slice(0, 16);
      return hour(local, at === 0 ? 3 : 0, 0.5);
    });
    const days = heatDays({ hours });
    expect(days.map(({ date }) => date)).toHaveLength(7);
    expect(days[0]).toMatchObject({ date: '2026-06-09', calls: 3, peak: { local: '2026-06-09T18:00' } });
    expect(days[0]?.hours.filter((one) => one === null)).toHaveLength(18);
    expect(days[1]?.hours.every((one) => one !== null)).toBe(true);
  });

  it('is as strong as its share of what fits, or of the fullest hour where nothing bounds it', () => {
    expect([0.1, 0.4, 0.7, 0.9, 3].map((share) => heatLevel(hour('', 1, share), 9))).toEqual([1, 2, 3, 4, 4]);
    expect(heatLevel(hour('', 0, 0), 9)).toBe(0);
    expect([1, 4, 9].map((calls) => heatLevel(hour('', calls, null), 9))).toEqual([1, 2, 4]);
  });
});

describe('why', () => {
  it('a step is when it is, or is not sent, does not say again what stands above it', () => {
    const passed = 'Not sent: its time had passed (Tue 8 Dec 04:00 in Chicago).';
    const why = 'its time had passed (Tue 8 Dec 04:00 in Chicago).';
    expect(whyOf({ why: passed, atLocal: null })).toBe(why);
    expect(whyOf({ why: passed, atLocal: 'Tue 8 Dec 04:00 in Chicago' })).toBe(why);
    expect(
      whyOf({
        why: 'Wed 9 Dec 09:30 in Chicago: its own time is Wed 9 Dec 06:00.',
        atLocal: 'Wed 9 Dec 09:30 in Chicago',
      }),
    ).toBe('its own time is Wed 9 Dec 06:00.');
    expect(whyOf({ why: 'Sent, or on its way.', atLocal: null })).toBe('sent, or on its way.');
  });

  it('is said in words', () => {
    expect(startReason('overlap')).toBe('the campaign of last time was not over');
    expect(startReason('failed: no lists')).toBe('failed: no lists');
    expect(startReason(null)).toBe('');
    expect(policyWords([{ programmeId: 'a', programme: 'Clinic', lateSeconds: 1, words: 'sent if' }])).toBe(
      'Policy: sent if.',
    );
    expect([actorWords('user:ana@x.org'), actorWords('key:81f4'), actorWords('person')]).toEqual([
      'ana@x.org',
      'a program (key 81f4)',
      'the person',
    ]);
    expect(causeWords('answer:01a21662-95c0-7fb4-9f29-4134d9734849')).toBe('by what the person answered');
    expect(causeWords('the doctor is ill')).toBe('the doctor is ill');
  });

  it('has no instants of machines in it', () => {
    const words = 'Text, 24 h before (due 2026-06-09T17:30:00.000Z): taken back: sms 1';
    expect(plainWords({ at: '', kind: 'withdrawn', words }, 'America/New_York', NOW)).toBe(
      'Text, 24 h before (was due Tue 9 Jun, 13:30 in New York): taken back: text 1',
    );
  });
});
