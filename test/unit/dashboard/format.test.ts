import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asCurl } from '../../../dashboard/format/as-command.ts';
import { microsOf, money, pointSpace } from '../../../dashboard/format/money.ts';
import { bytes, count, plural, share } from '../../../dashboard/format/number.ts';
import { isMasked, phoneWords } from '../../../dashboard/format/phone.ts';
import { statusWords } from '../../../dashboard/format/status-words.ts';
import { absolute, duration, ownClock, relative, short, zoneName } from '../../../dashboard/format/time.ts';

const AT = Date.UTC(2026, 10, 26, 13, 2, 11);

describe('money', () => {
  it('shows cents, and fractions of a cent only where there are any', () => {
    expect(money(1_204_200_000, 'USD')).toBe('$1,204.20');
    expect(money(7_900, 'USD')).toBe('$0.0079');
    expect(money(-486_200_000, 'EUR')).toBe('-€486.20');
  });
  it('can be put under each other by the point', () => {
    for (const micros of [0, 1_204_200_000, 7_000, 7_900, 12_300, -5_000, 1_239_990, 10_000, 12_345]) {
      const shown = money(micros, 'USD');
      expect(`${shown.split('.')[1]}${pointSpace(shown)}`, String(micros)).toHaveLength(4);
    }
  });
  it('shows a unit of a provider that is no currency as a number', () => {
    expect(money(2_500_000, 'credits')).toBe('2.50');
  });
  it('reads what a person types, and refuses what is no amount', () => {
    expect(microsOf('$1,204.20')).toBe(1_204_200_000);
    expect(microsOf('.5')).toBe(500_000);
    expect(microsOf('0.0000001')).toBeNull();
    expect(microsOf('12 apples')).toBeNull();
    expect(microsOf('-3')).toBeNull();
    expect(microsOf('')).toBeNull();
  });
  it('takes a comma for nothing but thousands, whatever the amount', () => {
    for (const text of [
      '10,50',
      ',5',
      '0,5',
      '0,500',
      '1,2345',
      '1,20,000',
      '1.000,50',
      '1.000,500',
      '1000,500',
      '$10,50',
    ])
      expect(microsOf(text), text).toBeNull();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), fc.integer({ min: 0, max: 99 }), (whole, cents) => {
        const part = String(cents).padStart(2, '0');
        const micros = whole * 1_000_000 + cents * 10_000;
        expect(microsOf(`${count(whole)}.${part}`)).toBe(micros);
        expect(microsOf(`${whole}.${part}`)).toBe(micros);
        expect(microsOf(`${whole},${part}`)).toBeNull();
      }),
    );
  });
});

describe('numbers', () => {
  it('groups thousands and agrees with the noun', () => {
    expect(count(1_862)).toBe('1,862');
    expect(plural(1, 'contact')).toBe('1 contact');
    expect(plural(2_431, 'contact')).toBe('2,431 contacts');
    expect(plural(2, 'text that is', 'texts that are')).toBe('2 texts that are');
  });
  it('never rounds a few to none or all but a few to all', () => {
    expect(share(1, 1_000_000)).toBe('<0.1 %');
    expect(share(999_999, 1_000_000)).toBe('>99.9 %');
    expect(share(0, 10)).toBe('0 %');
    expect(share(10, 10)).toBe('100 %');
    expect(share(3, 0)).toBe('–');
  });
  it('shows sizes of files', () => {
    expect(bytes(999)).toBe('999 B');
    expect(bytes(4_200_000)).toBe('4.2 MB');
    expect(bytes(3_000_000_000_000)).toBe('3,000 GB');
  });
});

describe('time', () => {
  it('says how long in at most two parts', () => {
    expect(duration(0)).toBe('0 s');
    expect(duration(59_999)).toBe('59 s');
    expect(duration(7_800_000)).toBe('2 h 10 min');
    expect(duration(7_200_000)).toBe('2 h');
    expect(duration(3 * 86_400_000)).toBe('3 d');
  });
  it('names the clock that it is told on', () => {
    expect(zoneName(Date.UTC(2026, 5, 10), 'America/New_York')).toBe('EDT');
    expect(zoneName(AT, 'America/New_York')).toBe('EST');
    expect([ownClock('America/New_York'), ownClock('Etc/UTC'), ownClock('UTC')]).toEqual([
      'New York time',
      'UTC',
      'UTC',
    ]);
  });
  it('says when, seen from now', () => {
    expect(relative(AT - 180_000, AT)).toBe('3 min ago');
    expect(relative(AT + 3_600_000, AT)).toBe('in 1 h');
    expect(relative(AT + 1_000, AT)).toBe('just now');
  });
  it('leaves out of a date what is the same as today', () => {
    expect(short(AT, AT, 'America/Chicago')).toBe('07:02');
    expect(short(AT - 86_400_000, AT, 'America/Chicago')).toBe('25 Nov 07:02');
    expect(short(Date.UTC(2025, 0, 2, 12), AT, 'UTC')).toBe('2 Jan 2025, 12:00');
    // The same instant is another day in Tokyo.
    expect(short(AT, Date.UTC(2026, 10, 26, 16), 'Asia/Tokyo')).toBe('26 Nov 22:02');
  });
  it('names the zone of an absolute time', () => {
    expect(absolute(AT, 'America/Chicago')).toMatch(/26 Nov 2026.*07:02:11.*GMT-6/);
  });
});

it('spaces a number of North America and leaves a masked one alone', () => {
  expect(phoneWords('+14155550123')).toBe('+1 415 555 0123');
  expect(phoneWords('+1••••••0123')).toBe('+1••••••0123');
  expect([isMasked('+1••••••0123'), isMasked('+14155550123')]).toEqual([true, false]);
});

it('keeps the own name of a state that it does not know', () => {
  expect(statusWords('contact', 'in_flight')).toEqual({ tone: 'live', words: 'In progress' });
  expect(statusWords('run', 'some_new_state')).toEqual({ tone: 'neutral', words: 'some new state' });
});

it('writes a call for a shell, whatever the body holds', () => {
  const call = { method: 'POST', address: '/v1/stop-all', body: { reason: "it's late" } } as const;
  expect(asCurl(call, 'http://127.0.0.1:3000')).toBe(
    [
      "curl -X POST 'http://127.0.0.1:3000/v1/stop-all' \\",
      '  -H "Authorization: Bearer $OUTDIAL_API_KEY" \\',
      '  -H "Idempotency-Key: $(uuidgen)" \\',
      "  -H 'content-type: application/json' \\",
      `  -d '{"reason":"it'\\''s late"}'`,
    ].join('\n'),
  );
});
