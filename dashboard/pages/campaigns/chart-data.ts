import type { ChartSeries } from '../../components/chart-series.ts';
import { statusWords } from '../../format/status-words.ts';
import type { Tone } from '../../components/tone.ts';
import type { Charts } from './queries.ts';

/** More layers than that nobody tells apart: the rest becomes one. */
const MOST_LAYERS = 5;

/** Tones that differ, since several outcomes have the same meaning and a chart needs each apart. */
const TONES: Readonly<Record<string, Tone>> = {
  answered: 'done',
  sms_sent: 'done',
  voicemail: 'live',
  no_answer: 'scheduled',
  busy: 'waiting',
  not_connected: 'paused',
  provider_failure: 'retryable',
  call_rejected: 'retryable',
  sms_failed: 'retryable',
  sms_rejected: 'retryable',
  bad_number: 'final',
  unknown_end: 'final',
  cancelled: 'neutral',
  opted_out: 'suppressed',
  sms_opted_out: 'suppressed',
};

/** What ended in each stretch, the most frequent outcomes apart. */
export function outcomeSeries({ outcomes, outcomeNames }: Pick<Charts, 'outcomes' | 'outcomeNames'>): ChartSeries[] {
  const layers: ChartSeries[] = outcomeNames.slice(0, MOST_LAYERS).map((name) => ({
    label: statusWords('outcome', name).words,
    tone: TONES[name] ?? 'neutral',
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

/** Spent so far, and what it must not go beyond where that is near. */
export function spendSeries({ spend, budgetMicros, heldMicros, spentMicros }: Charts): ChartSeries[] {
  const top = spentMicros + heldMicros;
  return [
    { label: 'Spent', tone: 'live', values: spend.map((point) => point.spentMicros) },
    ...(heldMicros === 0
      ? []
      : [{ label: 'Spent and held now', tone: 'paused' as const, values: spend.map(() => top) }]),
    ...(budgetMicros === null || budgetMicros > top * NEAR
      ? []
      : [{ label: 'Budget', tone: 'final' as const, values: spend.map(() => budgetMicros) }]),
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
