import type { z } from 'zod';
import type { changedProgramme } from '../../../api/schemas/programmes.ts';
import { count, instant, plural } from '../../print/amounts.ts';
import { table } from '../../print/table.ts';

type Effect = z.output<typeof changedProgramme>['effect'];

/** What a change of a programme does to the steps that have not gone out. */
export function effectWords(effect: Effect): string {
  if (effect === null) return 'What waits stays as it is planned; it holds from the next dial on.';
  const steps = table(
    Object.entries(effect.steps),
    [
      { title: 'step', value: ([key]) => key },
      { title: 'stay', value: ([, counts]) => count(counts.unchanged), right: true },
      { title: 'other time', value: ([, counts]) => count(counts.moved), right: true },
      { title: 'other words', value: ([, counts]) => count(counts.reworded), right: true },
      { title: 'new', value: ([, counts]) => count(counts.added), right: true },
      { title: 'removed', value: ([, counts]) => count(counts.removed), right: true },
      { title: 'skipped', value: ([, counts]) => count(counts.skipped), right: true },
    ],
    'Nothing is to come.',
  );
  const examples = table(
    effect.examples,
    [
      { title: 'appointment', value: ({ externalId }) => externalId },
      { title: 'step', value: ({ key }) => key },
      { title: 'now (UTC)', value: ({ before }) => instant(before) },
      { title: 'then (UTC)', value: ({ after }) => instant(after) },
      { title: 'which', value: ({ change, reason }) => (reason === null ? change : `${change} (${reason})`) },
    ],
    'None changes.',
  );
  const looked = effect.complete
    ? `Of ${plural(effect.appointments, 'appointment')}:`
    : `There are more than could be looked at in time. Of ${plural(effect.appointments, 'appointment')}:`;
  return [looked, steps, '', 'The first that change:', examples].join('\n');
}
