import { describe, expect, it } from 'vitest';
import { consentCovers, consentHeld, type ConsentEvent } from '../../../../domain/law/consent-held.ts';

let serial = 0;
const event = (said: Partial<ConsentEvent>): ConsentEvent => ({
  id: String(++serial).padStart(6, '0'),
  kind: 'given',
  purpose: '',
  channel: '',
  consentClass: 'express',
  happenedAtMs: 100,
  expiresAtMs: null,
  ...said,
});
const marketingCall = { purpose: 'marketing', channel: 'call' } as const;
const heldAt = (atMs: number, ...events: ConsentEvent[]) => consentHeld(events, { atMs, ...marketingCall });

describe('consentHeld', () => {
  it('finds nothing where nothing was said', () => {
    expect(heldAt(100)).toEqual({
      held: false,
      consentClass: 'none',
      sinceMs: null,
      expiresAtMs: null,
      event: null,
    });
  });

  it('holds from the instant at which it was given', () => {
    const given = event({});
    expect(heldAt(99, given).held).toBe(false);
    expect(heldAt(100, given)).toMatchObject({ held: true, consentClass: 'express', sinceMs: 100, event: given });
  });

  it('ends at the instant of its expiry, and says which event that was', () => {
    const given = event({ expiresAtMs: 200 });
    expect(heldAt(199, given).held).toBe(true);
    expect(heldAt(200, given)).toMatchObject({ held: false, consentClass: 'none', expiresAtMs: 200, event: given });
  });

  it('is not brought back by an older consent when the last one is over', () => {
    expect(heldAt(300, event({}), event({ happenedAtMs: 150, expiresAtMs: 200 })).held).toBe(false);
  });

  it('hears a revocation of everything, and only of the purpose and channel that it names', () => {
    const given = event({ purpose: 'marketing' });
    const revoked = (scope: Partial<ConsentEvent>) => event({ kind: 'revoked', happenedAtMs: 150, ...scope });
    expect(heldAt(150, given, revoked({})).held).toBe(false);
    expect(heldAt(150, given, revoked({ channel: 'call' })).held).toBe(false);
    expect(heldAt(150, given, revoked({ channel: 'sms' })).held).toBe(true);
    expect(heldAt(150, given, revoked({ purpose: 'informational' })).held).toBe(true);
    expect(heldAt(149, given, revoked({})).held).toBe(true);
  });

  it('lets the no win when a yes and a no have the same instant, whichever was written later', () => {
    const no = event({ kind: 'revoked' });
    expect(heldAt(100, no, event({})).held).toBe(false);
    expect(heldAt(100, event({}), event({ kind: 'revoked' })).held).toBe(false);
  });

  it('counts the one that was written later of two at the same instant, in any order of reading', () => {
    const first = event({ consentClass: 'written' });
    const second = event({ consentClass: 'express' });
    expect(heldAt(100, first, second).consentClass).toBe('express');
    expect(heldAt(100, second, first).consentClass).toBe('express');
  });
});

describe('consentCovers', () => {
  it.each([
    ['none', 'none', true],
    ['none', 'express', false],
    ['express', 'express', true],
    ['express', 'written', false],
    ['written', 'express', true],
    ['written', 'written', true],
  ] as const)('%s for a wanted %s: %s', (consentClass, wanted, covered) => {
    expect(consentCovers({ consentClass }, wanted)).toBe(covered);
  });
});
