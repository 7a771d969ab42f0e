import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CampaignSettings } from '../../../../domain/campaign-settings.ts';
import { assignSlots } from '../../../../domain/reminders/assign-slots.ts';
import { DEFAULT_PROGRAMME, type PlacelessStep } from '../../../../domain/reminders/programme-draft.ts';
import type { ProgrammeSettings, ProgrammeStep } from '../../../../domain/reminders/programme.ts';
import { toCampaignSettings } from '../../../../domain/reminders/to-campaign-settings.ts';

const step = (key: string, ...channels: ('call' | 'sms')[]): PlacelessStep => ({
  key,
  when: { kind: 'before', seconds: 3_600 },
  actions: channels.map((channel, place) => ({ channel, accountId: 'a', numberId: 'n', text: `${key} ${place}` })),
  afterConfirm: 'stop',
});
const slotsOf = (steps: readonly ProgrammeStep[]): Record<string, number[]> =>
  Object.fromEntries(steps.map(({ key, actions }) => [key, actions.map(({ slot }) => slot)]));

it('counts the slots of a new programme in the order of its calls and texts', () => {
  expect(slotsOf(assignSlots([step('a', 'sms', 'call'), step('b', 'call')]))).toEqual({ a: [0, 1], b: [2] });
});

it('keeps the slots of steps that keep their key, in whatever order they stand', () => {
  const before = assignSlots([step('a', 'sms', 'call'), step('b', 'call')]);
  const after = assignSlots([step('b', 'call'), step('c', 'sms'), step('a', 'sms', 'call')], {
    steps: before,
    slots: 3,
  });
  expect(slotsOf(after)).toEqual({ b: [2], c: [3], a: [0, 1] });
});

it('gives a step new slots when it grows in the midst of others, and extends the last one', () => {
  const before = assignSlots([step('a', 'sms'), step('b', 'call')]);
  const grown = assignSlots([step('a', 'sms', 'call'), step('b', 'call', 'sms')], { steps: before, slots: 2 });
  expect(slotsOf(grown)).toEqual({ a: [2, 3], b: [4, 5] });
  expect(slotsOf(assignSlots([step('a', 'sms'), step('b', 'call', 'sms')], { steps: before, slots: 2 }))).toEqual({
    a: [0],
    b: [1, 2],
  });
});

it('gives a step that calls in place of texting new slots', () => {
  const before = assignSlots([step('a', 'sms')]);
  expect(slotsOf(assignSlots([step('a', 'call')], { steps: before, slots: 1 }))).toEqual({ a: [1] });
});

const settingsWith = (steps: ProgrammeStep[]): ProgrammeSettings => ({
  ...DEFAULT_PROGRAMME,
  purpose: 'informational',
  steps,
});
const channel = fc.constantFrom('call' as const, 'sms' as const);
const steps = fc.uniqueArray(
  fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.array(channel, { minLength: 1, maxLength: 4 })),
  { minLength: 1, maxLength: 5, selector: ([key]) => key },
);

it('never gives a slot to a second action over any sequence of edits, and finds every action at its slot', () => {
  fc.assert(
    fc.property(fc.array(steps, { minLength: 1, maxLength: 12 }), (edits) => {
      const owners = new Map<number, string>();
      let before: ProgrammeStep[] = [];
      let campaign: CampaignSettings | undefined;
      for (const drafts of edits) {
        const slots = campaign?.steps.length ?? 0;
        const after = assignSlots(
          drafts.map(([key, channels]) => step(key, ...channels)),
          { steps: before, slots },
        );
        campaign = toCampaignSettings(settingsWith(after), campaign);
        const live = new Set<number>();
        for (const { key, actions } of after) {
          for (const [place, action] of actions.entries()) {
            const owner = `${key} ${place} ${action.channel}`;
            expect(owners.get(action.slot) ?? owner).toBe(owner);
            owners.set(action.slot, owner);
            expect(live.has(action.slot)).toBe(false);
            live.add(action.slot);
            // A fallback is found behind what it follows.
            expect(action.slot).toBe((actions[0]?.slot ?? 0) + place);
            const found = campaign.steps[action.slot];
            expect(found).toMatchObject({ channel: action.channel, text: `${key} ${place}` });
            expect(found?.startsChain ?? false).toBe(place === 0);
            expect(found?.retired).toBeUndefined();
          }
        }
        for (const [slot, { retired }] of campaign.steps.entries()) expect(retired ?? false).toBe(!live.has(slot));
        expect(campaign.steps).toHaveLength(owners.size);
        before = after;
      }
    }),
  );
});
