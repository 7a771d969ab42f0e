import { KeyValue } from '../../../components/key-value.tsx';
import type { Reminder } from '../shapes.ts';

/** Of a plan that is about to be taken back: what went out, what is on its way, what is taken back. Pure. */
export function fateOf(plan: readonly Reminder[]) {
  const isOn = ({ state }: Reminder): boolean => state === 'in_flight';
  const waits = ({ state }: Reminder): boolean => state === 'ready' || state === 'waiting';
  return {
    sent: plan.filter((one) => one.attemptsMade > 0 && !isOn(one)),
    onTheWay: plan.filter(isOn),
    takenBack: plan.filter(waits),
  };
}

export function PlanFate({ plan }: { plan: readonly Reminder[] }) {
  const { sent, onTheWay, takenBack } = fateOf(plan);
  const names = (steps: readonly Reminder[]): string =>
    steps.length === 0 ? 'none' : steps.map(({ says }) => says).join('; ');
  return (
    <KeyValue
      items={[
        ['Went out already', names(sent)],
        ['On its way, cannot be taken back', names(onTheWay)],
        ['Taken back', names(takenBack)],
      ]}
    />
  );
}
