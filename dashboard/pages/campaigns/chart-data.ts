import type { ChartSeries } from '../../components/chart-series.ts';
import { statusWords } from '../../format/status-words.ts';
import type { Tone } from '../../components/tone.ts';
import type { Charts } from './queries.ts';

/** More layers than that nobody tells apart: the rest becomes one. */
const MOST_LAYERS = 5;

/** What each is painted with where nothing before it has that tone. */
const TONES: Readonly<Record<string, Tone>> = {
  answered: 'done',
  sms_sent: 'done',
  voicemail: 'live',
  no_answer: 'scheduled',
  busy: 'paused',
  not_connected: 'suppressed',
  provider_failure: 'retryable',
  call_rejected: 'retryable',
  sms_failed: 'retryable',
  sms_rejected: 'retryable',
  bad_number: 'final',
  unknown_end: 'final',
  opted_out: 'suppressed',
  sms_opted_out: 'suppressed',
};
/** No grey: that is what the others are painted with. */
const APART: readonly Tone[] = ['done', 'live', 'scheduled', 'paused', 'retryable', 'final', 'suppressed'];

/** A tone each, of which no two are the same: several outcomes have the same meaning, and a chart needs each apart. */
function tonesOf(names: readonly string[]): Tone[] {
  const taken = new Set<Tone>();
  return names.map((name) => {
    const own = TONES[name];
    const tone = own !== undefined && !taken.has(own) ? own : APART.find((one) => !taken.has(one));
    taken.add(tone ?? 'neutral');
    return tone ?? 'neutral';
  });
}

/** What ended in each stretch, the most frequent outcomes apart. */
export function outcomeSeries({ outcomes, outcomeNames }: Pick<Charts, 'outcomes' | 'outcomeNames'>): ChartSeries[] {
  const apart = outcomeNames.slice(0, MOST_LAYERS);
  const tones = tonesOf(apart);
  const layers: ChartSeries[] = apart.map((name, at) => ({
    label: statusWords('outcome', name).words,
    tone: tones[at] ?? 'neutral',
    values: outcomes.map(({ byOutcome }) => byOutcome[name] ?? 0),
  }));
  const rest = outcomeNames.slice(MOST_LAYERS);
  if (rest.length === 0) return layers;
  return [
    ...layers,
    {
      label: 'Others',
      tone: 'neutral',
      values: outcomes.map(({ byOutcome }) => rest.reduce((sum, name) => sum + (byOutcome[name] ?? 0), 0)),
    },
  ];
}

/** A budget far above would press everything else to the ground. */
const NEAR = 2;

/** Whether the budget is in the picture; one that is not is told in words. */
export const showsBudget = ({ budgetMicros, heldMicros, spentMicros }: Charts): boolean =>
  budgetMicros !== null && budgetMicros <= (spentMicros + heldMicros) * NEAR;

/**
 * Spent so far, what may be spent at most, and on top of the latest what is held at this moment. Only that moment is
 * known: what was held in the past is kept nowhere.
 */
export function spendSeries(charts: Charts): ChartSeries[] {
  const { spend, budgetMicros, heldMicros, spentMicros } = charts;
  const last = spend.length - 1;
  return [
    { label: 'Spent', tone: 'live', values: spend.map((point) => point.spentMicros) },
    ...(heldMicros === 0
      ? []
      : [
          {
            label: 'With what is held now',
            tone: 'paused' as const,
            values: spend.map((_, at) => (at === last ? spentMicros + heldMicros : null)),
            isPoint: true,
          },
        ]),
    ...(showsBudget(charts)
      ? [{ label: 'Budget', tone: 'final' as const, values: spend.map(() => budgetMicros) }]
      : []),
  ];
}

/** A single stretch would be stretched over years: it gets an empty one on each side. */
export function withRoom(charts: Charts): Charts {
  const [outcome] = charts.outcomes;
  const [point] = charts.spend;
  if (outcome === undefined || point === undefined || charts.outcomes.length > 1) return charts;
  const beside = (steps: number): string =>
    new Date(Date.parse(outcome.at) + steps * charts.bucketSeconds * 1_000).toISOString();
  const empty = (steps: number) => ({ at: beside(steps), ended: 0, byOutcome: {} });
  return {
    ...charts,
    outcomes: [empty(-1), outcome, empty(1)],
    spend: [{ at: beside(-1), spentMicros: 0 }, point, { at: beside(1), spentMicros: point.spentMicros }],
  };
}
