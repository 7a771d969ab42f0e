import { z } from 'zod';
import type { appointmentDetail } from '../../../api/schemas/appointment-detail.ts';
import { amount, instant } from '../../print/amounts.ts';
import { fields, oneLine, table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { findAppointment, PROGRAMME_FLAG } from './find-appointment.ts';
import { heldUpWords } from './list.ts';

type Detail = z.output<typeof appointmentDetail>;

export const showVerb = verb('show <externalId>', 'one appointment: its plan, its versions, all that happened', {
  flags: [{ flags: '--zone <zone>', help: 'its start as the clocks show it there too' }, PROGRAMME_FLAG],
  help: '--json holds every version of the plan, and attempts in full.',
  input: z.object({ externalId: z.string(), programme: z.string().optional(), zone: z.string().optional() }),
  run: async ({ programme, externalId, zone }, { api }) => {
    const params = await findAppointment(api(), externalId, programme);
    const answer = await api().call(API.showAppointment, { params, query: { zone } });
    return { data: answer, text: detailText(answer) };
  },
});

function detailText(shown: Detail): string {
  const { cost } = shown;
  const head = fields({
    appointment: shown.externalId,
    starts: shown.says,
    'for you': shown.viewerLocal?.replace('T', ' '),
    state: shown.state,
    answer: shown.answer === null ? null : `${shown.answer}, ${instant(shown.answeredAt)}`,
    phone: shown.phone,
    name: shown.name,
    programme: shown.programme,
    version: shown.version,
    series: shown.seriesId,
    cost: amount(cost.spentMicros, cost.currency),
    'of it shared': cost.sharedMicros === 0 ? null : amount(cost.sharedMicros, cost.currency),
    'of it presumed': cost.presumedMicros === 0 ? null : amount(cost.presumedMicros, cost.currency),
    // Apart from what it is: a column may be called state, or cost.
    ...Object.fromEntries(Object.entries(shown.variables).map(([name, value]) => [`{{ ${name} }}`, value])),
  });
  const plan = table(
    shown.plan,
    [
      { title: 'step', value: ({ says }) => says },
      { title: 'key', value: ({ key }) => key },
      { title: 'state', value: ({ state }) => state },
      { title: 'due', value: ({ next, dueAt, intendedAt }) => instant(next?.at ?? dueAt ?? intendedAt) },
      { title: 'why', value: ({ reason, stateReason }) => (reason ?? stateReason)?.replaceAll('_', ' ') },
      { title: 'dials', value: ({ attemptsMade }) => attemptsMade, right: true },
      { title: 'last', value: ({ lastOutcome }) => lastOutcome },
      { title: 'at most', value: ({ costMicros }) => amount(costMicros, cost.currency), right: true },
      { title: 'shared by', value: ({ sharedBy }) => (sharedBy > 1 ? sharedBy : null), right: true },
    ],
    'Its programme has no steps.',
  );
  const timeline = shown.timeline.map(({ at, words, attempt }) => {
    const spent = attempt?.costMicros == null ? '' : `, ${amount(attempt.costMicros, cost.currency)}`;
    const kept = [attempt?.transcript ? 'transcript' : '', attempt?.recording ? 'recording' : ''].filter(
      (word) => word !== '',
    );
    return `${instant(at)}  ${oneLine(words)}${spent}${kept.length > 0 ? ` [${kept.join(', ')}]` : ''}`;
  });
  return [head, heldUpWords(shown.heldUp).map(oneLine).join('\n'), plan, timeline.join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}
