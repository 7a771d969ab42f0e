import { describe, expect, it } from 'vitest';
import { loadLaw } from '../../../data/load-law.ts';
import { loadZones } from '../../../data/load-zones.ts';
import type { CampaignSettings } from '../../../domain/campaign-settings.ts';
import { DEFAULT_CALLING_HOURS, WEEKDAYS, type CallingHours } from '../../../domain/calling-hours.ts';
import { lawOf } from '../../../domain/law/law-of.ts';
import { whyNeverOpen, type WindowToOpen } from '../../../domain/never-open.ts';
import { nextOpenStretch } from '../../../domain/window.ts';
import { DEFAULT_SETTINGS } from '../../../engine/campaigns/settings-draft.ts';

const table = loadZones();
const book = loadLaw();
const NOW = Date.UTC(2027, 0, 4, 12);

const weekly = (...windows: [string, string][]): CallingHours => ({
  weekly: Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, windows])),
  blackoutDates: [],
  skipFederalHolidays: false,
});

function why(
  settings: Partial<CampaignSettings>,
  where: { zones?: string[]; placeKey?: string } = {},
  providerQueueSeconds = 1,
) {
  const step = { channel: 'call' as const, accountId: 'a', numberId: 'n' };
  const input: WindowToOpen = {
    settings: { ...DEFAULT_SETTINGS, steps: [step], purpose: 'informational', ...settings },
    step: 0,
    zones: where.zones ?? ['America/New_York'],
    placeKey: where.placeKey ?? 'US-NY',
    nowMs: NOW,
    providerQueueSeconds,
    table,
    book,
  };
  return whyNeverOpen(input);
}

describe('whyNeverOpen', () => {
  it('finds nothing where a window opens, however late', () => {
    expect(why({})).toBeNull();
    expect(why({ hours: { ...weekly(), weekly: { sun: [['08:00', '08:30']] } } })).toBeNull();
    expect(why({ hours: weekly(['22:00', '06:00']), purpose: 'emergency' })).toBeNull();
  });

  it('names the rule of law that leaves nothing of the hours, and its place', () => {
    expect(why({ hours: weekly(['22:00', '06:00']) })).toEqual({
      by: 'law',
      words: 'rule us-hours (US) leaves nothing of the hours open',
      ruleIds: ['us-hours'],
    });
    const early = why({ hours: weekly(['08:00', '09:00']) }, { placeKey: 'US-NY,US-CT,US-ME' });
    expect(early).toMatchObject({ by: 'law', ruleIds: expect.arrayContaining(['us-ct-hours', 'us-me-hours']) });
    expect(early?.words).toContain('each leave nothing');
  });

  it('names all rules where only all of them together leave nothing', () => {
    // Kentucky opens at ten, Rhode Island closes at six.
    const gone = why({ hours: weekly(['08:00', '10:00'], ['18:00', '20:00']) }, { placeKey: 'US-KY,US-RI' });
    expect(gone).toMatchObject({ by: 'law', words: expect.stringContaining('together leave nothing') });
  });

  it('blames the hours before the law, and the zones before the law', () => {
    expect(why({ hours: weekly(['22:00', '22:01']), ringingTimeoutSeconds: 58 })).toMatchObject({
      by: 'hours',
      words: expect.stringContaining('no window is as long as the 61 s'),
    });
    const zones = ['America/New_York', 'Pacific/Honolulu'];
    expect(why({ hours: weekly(['06:00', '07:00']) }, { zones, placeKey: 'US-HI,US-NY' })).toMatchObject({
      by: 'zones',
    });
  });

  it('tells days off that leave nothing from windows that are too short', () => {
    const blackoutDates = Array.from({ length: 500 }, (_, day) =>
      new Date(NOW + (day - 2) * 86_400_000).toISOString().slice(0, 10),
    );
    expect(why({ hours: { ...DEFAULT_CALLING_HOURS, blackoutDates } })).toMatchObject({
      by: 'hours',
      words: expect.stringContaining('days off'),
    });
  });

  it('says when the first window would open, where the campaign is over by then', () => {
    expect(why({ endsAtMs: NOW + 60_000 })).toEqual({
      by: 'end',
      words: 'the first window opens 2027-01-04T15:00:00Z, and the campaign ends 2027-01-04T12:01:00Z',
      ruleIds: [],
    });
  });

  it('gives a reason exactly when the window of hours and law never opens', () => {
    const found = new Set<boolean>();
    for (const placeKey of ['US-AL', 'US-PA', 'US-ME', 'US-FL,US-RI', '']) {
      for (const from of ['05:00', '09:00', '16:59', '17:30', '20:30', '20:59']) {
        const hours = weekly([from, '21:30']);
        const law = lawOf(book, { placeKey, purpose: 'informational', channel: 'call' });
        const opens = nextOpenStretch({
          zones: ['America/New_York'],
          hours,
          law,
          marginMs: 33_000,
          table,
          fromMs: NOW,
        });
        expect(why({ hours }, { placeKey }) === null, `${placeKey} ${from}`).toBe(opens !== null);
        found.add(opens !== null);
      }
    }
    expect(found.size).toBe(2);
  });
});
