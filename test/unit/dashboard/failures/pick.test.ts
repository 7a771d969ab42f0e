import { describe, expect, it } from 'vitest';
import {
  contactFilterOf,
  filterOf,
  isNarrowed,
  pickedOf,
} from '../../../../dashboard/pages/failures/contact-filter.ts';
import { causeSearch } from '../../../../dashboard/pages/failures/search.ts';

const A = { id: 'a', name: 'A', kind: 'campaign' as const };
const B = { id: 'b', name: 'B', kind: 'programme' as const };
const rows = new Map<string, { id: string; name: string }>([
  ['1', A],
  ['2', A],
  ['3', B],
]);
const base = {
  cause: 'busy',
  filter: {},
  rows,
  matching: [
    { ...A, contacts: 1_862 },
    { ...B, contacts: 41 },
  ],
};

describe('the bars that are chosen', () => {
  it('become what the API is asked for; an hour is its beginning and its end', () => {
    expect(contactFilterOf({ campaign: 'a', prefix: '1212', hour: '2026-11-26T23' })).toEqual({
      campaignId: 'a',
      numberId: undefined,
      prefix: '1212',
      country: undefined,
      code: undefined,
      from: '2026-11-26T23:00:00.000Z',
      to: '2026-11-27T00:00:00.000Z',
    });
  });
  it('narrow the list; the campaign alone does not, kept counts answer it', () => {
    expect(isNarrowed(contactFilterOf({ campaign: 'a' }))).toBe(false);
    expect(isNarrowed(contactFilterOf({ code: '486' }))).toBe(true);
    expect(isNarrowed(contactFilterOf({ country: 'US' }))).toBe(true);
  });
  it('are dropped where an address names an hour that is none', () => {
    expect(causeSearch({ hour: 'yesterday', prefix: '1212' })).toMatchObject({ hour: undefined, prefix: '1212' });
  });
});

describe('a selection', () => {
  it('of rows is sent campaign by campaign, by their ids', () => {
    const picked = pickedOf({ ...base, all: false, keys: new Set(['1', '2', '3']) });
    expect(picked.count).toBe(3);
    expect(picked.campaigns).toEqual([
      { ...A, contacts: 2 },
      { ...B, contacts: 1 },
    ]);
    expect(filterOf(picked, 'a')).toEqual({ campaignId: 'a', causes: ['busy'], contactIds: [1, 2] });
  });
  it('of all is sent as the filter, less those that were taken out', () => {
    const picked = pickedOf({ ...base, all: true, keys: new Set(['2']) });
    expect(picked.count).toBe(1_902);
    expect(filterOf(picked, 'a')).toEqual({ campaignId: 'a', causes: ['busy'], exceptContactIds: [2] });
    expect(filterOf(picked, 'b')).toEqual({ campaignId: 'b', causes: ['busy'] });
  });
  it('keeps the narrower filter, so that all means all that were shown', () => {
    const filter = contactFilterOf({ number: 'n', country: 'US', hour: '2026-11-26T14' });
    expect(filterOf(pickedOf({ ...base, filter, all: true, keys: new Set() }), 'a')).toEqual({
      campaignId: 'a',
      causes: ['busy'],
      numberId: 'n',
      country: 'US',
      endedFrom: '2026-11-26T14:00:00.000Z',
      endedTo: '2026-11-26T15:00:00.000Z',
    });
  });
  it('leaves out a campaign of which nobody is left', () => {
    const matching = [{ ...A, contacts: 1 }];
    expect(pickedOf({ ...base, matching, all: true, keys: new Set(['1']) }).campaigns).toEqual([]);
  });
  it('never takes a row for all of its campaign when it is chosen and gone from the list', () => {
    const picked = pickedOf({ ...base, rows: new Map(), all: false, keys: new Set(['9']) });
    expect([picked.count, picked.campaigns]).toEqual([0, []]);
  });
});
