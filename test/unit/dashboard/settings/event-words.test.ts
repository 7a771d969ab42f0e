import { expect, it } from 'vitest';
import { askedKinds, EVENT_GROUPS, pickedKinds } from '../../../../dashboard/pages/settings/event-words.ts';

const all = EVENT_GROUPS.flatMap(({ kinds }) => kinds.map(([kind]) => kind));

it('offers every kind in one group, and asks for all where nothing was left out', () => {
  expect(new Set(all).size).toBe(all.length);
  expect(pickedKinds([])).toHaveLength(all.length);
  expect(askedKinds(pickedKinds([]), [])).toEqual([]);
});

it('reads beginnings as the kinds that they mean', () => {
  expect(pickedKinds(['retry'])).toEqual(['retry.canary_stopped', 'retry.completed']);
  expect(pickedKinds(['campaign.paused', 'nothing'])).toEqual(['campaign.paused']);
});

it('keeps what an address asked for and the page does not offer', () => {
  expect(askedKinds(['campaign.paused'], ['billing', 'campaign'])).toEqual(['campaign.paused', 'billing']);
});
