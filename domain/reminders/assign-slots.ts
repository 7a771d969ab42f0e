import type { PlacelessStep } from './programme-draft.ts';
import type { ProgrammeStep } from './programme.ts';

/** Steps as they were, and how many slots were ever given out. */
export interface StepsBefore {
  steps: readonly ProgrammeStep[];
  slots: number;
}

/**
 * Gives every action its slot. A step that keeps its key keeps its slots as long as its calls and texts follow each
 * other as before; whatever it drops at its end is dropped with its slot. The slots of one step are neighbours, because
 * a fallback is found behind the action that it follows: a step that grows, or sends something else in a place, gets new
 * ones for all of it, unless nothing stands behind it yet. No slot is ever given to a second action.
 */
export function assignSlots(
  steps: readonly PlacelessStep[],
  before: StepsBefore = { steps: [], slots: 0 },
): ProgrammeStep[] {
  let next = before.slots;
  return steps.map((step) => {
    const kept = keptSlots(step, before.steps, next);
    const first = kept ?? next;
    next = Math.max(next, first + step.actions.length);
    return { ...step, actions: step.actions.map((action, place) => ({ ...action, slot: first + place })) };
  });
}

/** The first slot of a step that can keep its place, or undefined. `end`: the first slot that was never given out. */
function keptSlots(step: PlacelessStep, before: readonly ProgrammeStep[], end: number): number | undefined {
  const old = before.find(({ key }) => key === step.key);
  const first = old?.actions[0]?.slot;
  if (!old || first === undefined) return undefined;
  const sameChannels = step.actions.every(({ channel }, place) => {
    const was = old.actions[place];
    return was === undefined || was.channel === channel;
  });
  if (!sameChannels) return undefined;
  const grows = step.actions.length > old.actions.length;
  return grows && first + old.actions.length !== end ? undefined : first;
}
