import { describe, expect, it } from 'vitest';
import { actionWords, countOf } from '../../../../dashboard/pages/audit/action-words.ts';
import { auditFilter } from '../../../../dashboard/pages/audit/queries.ts';

describe('an action of the trail', () => {
  it('is told in words, and keeps its own where there are none', () => {
    expect(
      ['campaign.pause', 'session.begin', 'suppression_list.load', 'conjuring.of_spirits', 'alone'].map(actionWords),
    ).toEqual(['paused a campaign', 'signed in', 'loaded a stop list', 'conjuring: of spirits', 'alone']);
  });
  it('says how many only where its details do', () => {
    expect(countOf({ count: 0, contacts: 7 })).toBe(0);
    expect(countOf({ contacts: 7 })).toBe(7);
    expect(countOf({ count: null, chosen: 2 })).toBe(2);
    expect(countOf({ count: '7', reason: 'x' })).toBeUndefined();
  });
});

describe('the filter of the trail', () => {
  it('finds a person by email alone, and leaves other actors as they are', () => {
    expect(auditFilter({ actor: 'ana@example.org' }).actor).toBe('user:ana@example.org');
    expect(auditFilter({ actor: 'key:81f4' }).actor).toBe('key:81f4');
  });
  it('takes in the whole last day', () => {
    const { from, to } = auditFilter({ from: '2026-06-09', to: '2026-06-09' });
    expect(Date.parse(to ?? '') - Date.parse(from ?? '')).toBe(86_400_000);
  });
});
