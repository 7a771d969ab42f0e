import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadZones } from '../../../../../data/load-zones.ts';
import {
  readConsent,
  type ConsentCells,
  type ConsentContext,
} from '../../../../../engine/importing/checking/read-consent.ts';
import { CONSENT_TARGETS } from '../../../../../engine/importing/import-options.ts';

const table = loadZones();
const nowMs = Date.parse('2026-06-15T12:00:00Z');
const read = (cells: ConsentCells, context: Partial<ConsentContext> = {}) =>
  readConsent(cells, { zones: ['America/New_York'], table, nowMs, ...context });
const codes = (cells: ConsentCells, context: Partial<ConsentContext> = {}): string =>
  read(cells, context)
    .findings.map(({ code, severity, column }) => `${severity} ${code} in ${column}`)
    .join(', ');
const givenAt = (text: string, context: Partial<ConsentContext> = {}): string | undefined => {
  const { consent } = read({ consent_at: text }, context);
  return consent && new Date(consent.happenedAtMs).toISOString();
};

describe('a consent', () => {
  it('is read with all that is said of it', () => {
    expect(
      read({
        consent_at: '2026-03-14T09:30-05:00',
        consent_method: 'Web form',
        consent_text: 'I agree to calls.',
        consent_purpose: 'Marketing',
        consent_expires: '2027-03-14',
      }),
    ).toEqual({
      consent: {
        purpose: 'marketing',
        consentClass: 'written',
        method: 'web_form',
        happenedAtMs: Date.parse('2026-03-14T14:30:00Z'),
        expiresAtMs: Date.parse('2027-03-14T05:00:00Z'),
        textShown: 'I agree to calls.',
      },
      findings: [],
    });
  });

  it('is express without a text, for every purpose without one, and says itself what it is', () => {
    expect(read({ consent_at: '2026-03-14' }).consent).toMatchObject({
      purpose: '',
      consentClass: 'express',
      method: 'import',
    });
    expect(read({ consent_at: '2026-03-14', consent_class: 'WRITTEN', consent_purpose: 'all' }).consent).toMatchObject({
      purpose: '',
      consentClass: 'written',
    });
    expect(read({ consent_at: '2026-03-14', consent_class: 'express', consent_text: 'x' }).consent).toMatchObject({
      consentClass: 'express',
    });
  });

  it('has the time of its place, as early as it can have been', () => {
    expect(givenAt('2026-03-14')).toBe('2026-03-14T04:00:00.000Z');
    expect(givenAt('2026-03-14 09:30')).toBe('2026-03-14T13:30:00.000Z');
    expect(givenAt('2026-03-14T09:30Z')).toBe('2026-03-14T09:30:00.000Z');
    expect(givenAt('2026-03-14', { zones: ['America/New_York', 'America/Los_Angeles'] })).toBe(
      '2026-03-14T04:00:00.000Z',
    );
    expect(givenAt('2026-03-14', { zones: [] })).toBe('2026-03-13T10:00:00.000Z');
    // Havana's clocks go from midnight to one o'clock.
    expect(givenAt('2026-03-08', { zones: ['America/Havana'] })).toBe('2026-03-08T05:00:00.000Z');
    expect(givenAt('03/04/2026', { dateOrder: 'mdy' })).toBe('2026-03-04T05:00:00.000Z');
  });
});

it.each<[string, ConsentCells]>([
  ['error consent_at_unreadable in consent_at', { consent_at: 'yes' }],
  ['error consent_at_unreadable in consent_at', { consent_at: '2026-02-30' }],
  ['error consent_at_ambiguous in consent_at', { consent_at: '03/04/2026' }],
  ['error consent_in_future in consent_at', { consent_at: '2026-06-16' }],
  ['error consent_in_future in consent_at', { consent_at: '2026-06-15T12:00:01Z' }],
  ['error consent_expires_unreadable in consent_expires', { consent_at: '2026-03-14', consent_expires: 'never' }],
  ['error consent_expires_before in consent_expires', { consent_at: '2026-03-14', consent_expires: '2026-03-13' }],
  ['error consent_expires_before in consent_expires', { consent_at: '2026-03-14', consent_expires: '2026-03-14' }],
  ['warning consent_expired in consent_expires', { consent_at: '2026-03-14', consent_expires: '2026-06-14' }],
  ['error consent_purpose_unknown in consent_purpose', { consent_at: '2026-03-14', consent_purpose: 'fun' }],
  ['error consent_class_unknown in consent_class', { consent_at: '2026-03-14', consent_class: 'implied' }],
  ['error consent_method_invalid in consent_method', { consent_at: '2026-03-14', consent_method: 'x'.repeat(101) }],
  ['warning consent_without_date in consent_at', { consent_method: 'paper' }],
])('says %s', (said, cells) => {
  expect(codes(cells)).toBe(said);
  for (const { message } of read(cells).findings) expect(message).toMatch(/; expected /);
  expect(read(cells).consent === undefined).toBe(said !== 'warning consent_expired in consent_expires');
});

it('never throws, keeps nothing with an error, and nothing that is still to come or over before it began', () => {
  const cell = fc.oneof(
    fc.string(),
    fc.constantFrom('', '2026-03-14', '2026-03-14 09:30', '2026-06-15', '2027-01-01T00:00Z', 'marketing', 'written'),
  );
  const cells = fc.record(Object.fromEntries(CONSENT_TARGETS.map((target) => [target, cell])), { requiredKeys: [] });
  const zones = fc.subarray(['America/New_York', 'Asia/Kathmandu', 'Pacific/Apia']);
  fc.assert(
    fc.property(cells, zones, (told, known) => {
      const { consent, findings } = read(told, { zones: known });
      const isBad = findings.some(({ severity, code }) => severity === 'error' || code === 'consent_without_date');
      expect(consent === undefined).toBe(isBad);
      if (!consent) return;
      expect(consent.happenedAtMs).toBeLessThanOrEqual(nowMs);
      expect(consent.expiresAtMs ?? Infinity).toBeGreaterThan(consent.happenedAtMs);
    }),
    { numRuns: 2_000 },
  );
});
