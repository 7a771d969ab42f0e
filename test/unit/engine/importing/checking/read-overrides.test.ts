import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadZones } from '../../../../../data/load-zones.ts';
import { instantsOfWall, wallText } from '../../../../../domain/wall-instants.ts';
import {
  readOverrides,
  type OverrideCells,
  type OverrideContext,
} from '../../../../../engine/importing/checking/read-overrides.ts';

const table = loadZones();
const NEW_YORK = ['America/New_York'];
const nowMs = Date.parse('2026-01-01T00:00:00Z');
const read = (cells: OverrideCells, context: Partial<OverrideContext> = {}) =>
  readOverrides(cells, { zones: NEW_YORK, table, nowMs, ...context });
const sendAt = (text: string, context: Partial<OverrideContext> = {}) => {
  const { overrides, findings } = read({ sendAt: text }, context);
  return {
    at: overrides.sendAtMs === undefined ? null : new Date(overrides.sendAtMs).toISOString(),
    codes: findings.map(({ code }) => code),
  };
};

describe('agent and language', () => {
  it('takes ids without spaces and refuses the rest', () => {
    expect(read({ agent: ' agent_0x7-Ä ' })).toEqual({ overrides: { agent: 'agent_0x7-Ä' }, findings: [] });
    for (const agent of ['two words', 'a\u0007b', 'x'.repeat(201), 'zero\u200bwidth']) {
      expect(read({ agent }).findings.map(({ code }) => code)).toEqual(['agent_invalid']);
      expect(read({ agent }).overrides).toEqual({});
    }
  });

  it('writes language tags as the convention has them', () => {
    expect(read({ language: 'DE_de' }).language).toBe('de-DE');
    expect(read({ language: 'en' }).language).toBe('en');
    expect(read({ language: 'zh-hant-tw' }).language).toBe('zh-Hant-TW');
    for (const language of ['English', 'en-', 'e', 'de DE', 'en-us-us-']) {
      expect(read({ language }).findings.map(({ code }) => code)).toEqual(['language_invalid']);
    }
  });

  it('says nothing of empty cells', () => {
    expect(read({ agent: '  ', language: '', sendAt: '\t' })).toEqual({ overrides: {}, findings: [] });
  });
});

describe('send-at', () => {
  it.each([
    ['2026-12-09T09:30-05:00', '2026-12-09T14:30:00.000Z'],
    ['2026-12-09T09:30:15.250Z', '2026-12-09T09:30:15.000Z'],
    ['2026-12-09 09:30 +0530', '2026-12-09T04:00:00.000Z'],
    ['2026-12-09T09:30', '2026-12-09T14:30:00.000Z'],
    ['2026-12-09 09:30', '2026-12-09T14:30:00.000Z'],
    ['2026-07-09 09:30', '2026-07-09T13:30:00.000Z'],
    ['09.12.2026 09:30', '2026-12-09T14:30:00.000Z'],
    ['9.12.2026, 9:30', '2026-12-09T14:30:00.000Z'],
    ['12/12/2026 12:05 AM', '2026-12-12T05:05:00.000Z'],
    ['12/13/2026 12:05 pm', '2026-12-13T17:05:00.000Z'],
    ['13/12/2026 1:05 p.m.', '2026-12-13T18:05:00.000Z'],
  ])('reads %s', (text, at) => {
    expect(sendAt(text)).toEqual({ at, codes: [] });
  });

  it('asks which of day and month is meant, and does as it is told', () => {
    expect(sendAt('12/9/2026 9:30 AM')).toEqual({ at: null, codes: ['send_at_ambiguous'] });
    expect(read({ sendAt: '12/9/2026 9:30' }).findings[0]?.message).toContain('dateOrder');
    expect(sendAt('12/9/2026 9:30 AM', { dateOrder: 'mdy' }).at).toBe('2026-12-09T14:30:00.000Z');
    expect(sendAt('12/9/2026 9:30 AM', { dateOrder: 'dmy' }).at).toBe('2026-09-12T13:30:00.000Z');
    expect(sendAt('13/9/2026 9:30 AM', { dateOrder: 'mdy' }).codes).toEqual(['send_at_unreadable']);
  });

  it.each([
    'tomorrow',
    '2026-12-09',
    '2026-13-09 09:30',
    '2026-02-30 09:30',
    '2026-12-09 24:30',
    '2026-12-09 09:60',
    '2026-12-09 13:30 PM',
    '2026-12-09 0:30 AM',
    '9/12/26 9:30',
    '1899-12-30 09:30',
    '2026-12-09T09:30+15:00',
    '2026-12/09 09:30',
    '46365.39',
  ])('refuses %s', (text) => {
    expect(sendAt(text)).toEqual({ at: null, codes: ['send_at_unreadable'] });
  });

  it('needs a zone for a local time, and none for an instant', () => {
    expect(sendAt('2026-12-09 09:30', { zones: [] })).toEqual({ at: null, codes: ['send_at_no_zone'] });
    expect(sendAt('2026-12-09 09:30Z', { zones: [] }).codes).toEqual([]);
  });

  it('takes several zones when their clocks agree then, and only then', () => {
    // Both on Mountain time in winter; Arizona keeps it in summer.
    const zones = ['America/Denver', 'America/Phoenix'];
    expect(sendAt('2026-12-09 09:30', { zones }).at).toBe('2026-12-09T16:30:00.000Z');
    expect(sendAt('2026-07-09 09:30', { zones })).toEqual({ at: null, codes: ['send_at_zone_unclear'] });
    expect(sendAt('2026-03-08 02:30', { zones })).toEqual({ at: null, codes: ['send_at_zone_unclear'] });
  });

  it('names the times around one that clocks jump over', () => {
    const { findings } = read({ sendAt: '2026-03-08 02:30' });
    expect(findings).toMatchObject([{ severity: 'error', code: 'send_at_skipped', suggested: '2026-03-08 03:00' }]);
    expect(findings[0]?.message).toContain('2026-03-08 01:59 or 2026-03-08 03:00');
  });

  it('takes the first of two, and says so', () => {
    expect(sendAt('2026-11-01 01:30')).toEqual({ at: '2026-11-01T05:30:00.000Z', codes: ['send_at_twice'] });
  });

  it('lets a time that is over in, with a warning', () => {
    expect(sendAt('2025-12-09T09:30Z')).toEqual({ at: '2025-12-09T09:30:00.000Z', codes: ['send_at_past'] });
  });

  const zone = fc.constantFrom(
    'America/New_York',
    'America/St_Johns',
    'Europe/Berlin',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'Pacific/Chatham',
    'America/Havana',
    'Africa/Casablanca',
    'Antarctica/Troll',
  );
  const minute = fc.integer({ min: Date.UTC(2003) / 60_000, max: Date.UTC(2036) / 60_000 }).map((m) => m * 60_000);
  const nearChange = fc.tuple(zone, minute, fc.integer({ min: -180, max: 180 })).map(([name, from, off]) => {
    const change = table.nextChangeMs(name, from);
    return { name, instantMs: (Number.isFinite(change) ? change : from) + off * 60_000 };
  });
  const anywhere = fc.tuple(zone, minute).map(([name, instantMs]) => ({ name, instantMs }));

  it('finds the instant again whose wall time was written, or the earlier one that looks the same', () => {
    fc.assert(
      fc.property(fc.oneof(nearChange, anywhere), ({ name, instantMs }) => {
        const wallMs = instantMs + table.offsetMinutesAt(name, instantMs) * 60_000;
        const { overrides, findings } = read({ sendAt: wallText(wallMs) }, { zones: [name], nowMs: 0 });
        const got = overrides.sendAtMs ?? Number.NaN;
        expect(got + table.offsetMinutesAt(name, got) * 60_000).toBe(wallMs);
        if (got === instantMs) return;
        expect(got).toBeLessThan(instantMs);
        expect(findings.map(({ code }) => code)).toEqual(['send_at_twice']);
      }),
      { numRuns: 3_000 },
    );
  });

  it('calls a wall time skipped exactly when no instant shows it', () => {
    fc.assert(
      fc.property(nearChange, fc.integer({ min: -180, max: 180 }), ({ name, instantMs }, off) => {
        const wallMs = instantMs + Math.round(table.offsetMinutesAt(name, instantMs) * 60_000) + off * 60_000;
        const shown = [];
        for (let at = wallMs - 16 * 3_600_000; at <= wallMs + 16 * 3_600_000; at += 60_000) {
          if (at + table.offsetMinutesAt(name, at) * 60_000 === wallMs) shown.push(at);
        }
        const { instants, gap } = instantsOfWall(table, name, wallMs);
        expect(instants).toEqual(shown);
        if (shown.length === 0) expect(gap).toBeDefined();
      }),
      { numRuns: 200 },
    );
  });

  it('never throws, whatever a cell holds', () => {
    const part = fc.constantFrom('2026', '12', '9', '/', '.', '-', ' ', 'T', ':', '30', 'AM', 'Z', '+05', '99', ',');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(part, { maxLength: 14 }).map((all) => all.join('')),
        ),
        (cell) => {
          const { overrides, findings } = read({ agent: cell, language: cell, sendAt: cell });
          const isError = findings.some(({ severity, column }) => severity === 'error' && column === 'send_at');
          expect(cell.trim() === '' || isError || Number.isFinite(overrides.sendAtMs)).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
