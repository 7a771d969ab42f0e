import { clsx } from 'clsx';
import { Money } from '../../../components/money.tsx';
import { Pill } from '../../../components/pill.tsx';
import { ChannelIcon } from '../channel-icon.tsx';
import type { PlannedStep } from '../shapes.ts';
import { forViewer, whyOf } from '../words.ts';

interface PlanPreviewProps {
  plan: readonly PlannedStep[];
  /** The plan that it takes the place of; null = there is none. */
  before: readonly PlannedStep[] | null;
  zone: string;
  currency: string;
}

/** The reminders that go out, each with its time on both clocks, why then, and what it was before. */
export function PlanPreview({ plan, before, zone, currency }: PlanPreviewProps) {
  const had = new Map((before ?? []).map((step) => [step.step, step]));
  const gone = (before ?? []).filter(({ step }) => plan.every((now) => now.step !== step));
  const most = plan.reduce((sum, { status, costMicros }) => sum + (status === 'planned' ? costMicros : 0), 0);
  return (
    <div>
      <ul aria-label="Reminders" className="divide-y divide-line rounded-lg border border-line">
        {plan.map((step) => (
          <Step key={step.step} step={step} was={had.get(step.step)} zone={zone} currency={currency} />
        ))}
        {gone.map((step) => (
          <li key={step.step} className="flex items-center gap-2 px-3 py-2 text-subtle">
            <ChannelIcon channel={step.channel} />
            <s>{step.says}</s> taken out
          </li>
        ))}
        {plan.length === 0 && <li className="px-3 py-2 text-subtle">The programme has no steps.</li>}
      </ul>
      <p className="mt-2 text-right text-sm text-subtle">
        At most <Money micros={most} currency={currency} strong /> in all
      </p>
    </div>
  );
}

interface StepProps {
  step: PlannedStep;
  was: PlannedStep | undefined;
  zone: string;
  currency: string;
}

function Step({ step, was, zone, currency }: StepProps) {
  const { status, at, atLocal, channel, costMicros, reason, sharedWith } = step;
  const own = at === null ? undefined : forViewer(at, zone);
  const changed = was !== undefined && (was.at !== at || was.status !== status);
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-1 px-3 py-2">
      <span className="mt-0.5">
        <ChannelIcon channel={channel} size={16} />
      </span>
      <div className="min-w-0 flex-1">
        <p className={clsx(status === 'skipped' && 'text-subtle')}>
          <span className="font-medium">{status === 'skipped' ? 'Not sent' : (atLocal ?? 'Not sent')}</span>
          {own !== undefined && <span className="text-subtle"> ({own})</span>}
        </p>
        <p className="text-sm text-subtle">
          {step.says}
          {(reason !== null || status !== 'planned') && `: ${whyOf(step)}`}
          {sharedWith.length > 0 && ` Shares its message with ${sharedWith.length} more.`}
        </p>
        {changed && (
          <p className="text-sm text-subtle">
            Before:{' '}
            {was.status === 'skipped' ? (
              'not sent'
            ) : was.status === 'sent' ? (
              `sent ${was.atLocal ?? ''}`
            ) : (
              <s>{was.atLocal}</s>
            )}
          </p>
        )}
        <Nearest step={step} zone={zone} />
      </div>
      {status === 'planned' && <Money micros={costMicros} currency={currency} />}
      {status === 'sent' && (
        <Pill tone="done" size="sm">
          Sent
        </Pill>
      )}
    </li>
  );
}

/** Where a step has no allowed time of its own: the nearest ones there are (S4). */
function Nearest({ step: { nearest }, zone }: { step: PlannedStep; zone: string }) {
  const times = [nearest?.before, nearest?.after].filter((time) => typeof time === 'string');
  if (times.length === 0) return null;
  return (
    <p className="text-sm text-subtle">Nearest allowed: {times.map((time) => sayShort(time, zone)).join(' or ')}</p>
  );
}

const sayShort = (at: string, zone: string): string => {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return format.format(Date.parse(at));
};
