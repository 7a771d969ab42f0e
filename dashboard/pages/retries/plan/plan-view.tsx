import { Hourglass, PhoneOutgoing, Wallet } from 'lucide-react';
import { useScope } from '../../../app/session/use-session.ts';
import { Button } from '../../../components/button.tsx';
import { Callout } from '../../../components/callout.tsx';
import { Time } from '../../../components/time.tsx';
import { money } from '../../../format/money.ts';
import { count, plural, rate } from '../../../format/number.ts';
import { duration } from '../../../format/time.ts';
import { exclusionWords } from '../exclusion-words.ts';
import type { Retry } from '../queries.ts';
import { PlanLine } from './plan-line.tsx';

interface PlanViewProps {
  retry: Retry;
  /** Plans anew with those who have had all attempts; absent = not offered here. */
  onOverride?: (() => void) | undefined;
}

/** The frozen plan as a sum that anybody can check: who matches, less who is left out and why, is who will be dialled. */
export function PlanView({ retry, onOverride }: PlanViewProps) {
  const { plan, canary, options } = retry;
  const { missing } = useScope('admin');
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-3">
        <Figure
          icon={<PhoneOutgoing aria-hidden size={15} />}
          label="Will be dialled, once each"
          value={count(plan.willDial)}
          strong
        >
          {options.pacePerSecond === undefined
            ? 'at the pace of the campaign'
            : `${rate(options.pacePerSecond * 60)} a minute at most`}
        </Figure>
        <Figure
          icon={<Wallet aria-hidden size={15} />}
          label="Costs at most"
          value={money(plan.costAtMostMicros, plan.currency)}
        >
          held call by call, never more than this
        </Figure>
        <Figure
          icon={<Hourglass aria-hidden size={15} />}
          label="Takes about"
          value={duration(plan.durationSeconds * 1_000)}
        >
          {plan.outsideHours > 0 ? 'once all hours are open' : 'all hours are open now'}
        </Figure>
      </div>
      {plan.willDial === 0 && (
        <Callout tone="warning" title="Nobody would be dialled">
          Every contact that matches is left out for the reasons below.
        </Callout>
      )}
      <ul aria-label="The plan" className="overflow-hidden rounded-lg border border-line bg-surface">
        <PlanLine
          retryId={retry.id}
          sign=""
          number={plan.matches}
          words={plan.matches === 1 ? 'failed contact matches' : 'failed contacts match'}
        />
        {plan.exclusions.map(({ reason, words, count: left }) => (
          <PlanLine
            key={reason}
            retryId={retry.id}
            sign="−"
            number={left}
            words={exclusionWords(words, left)}
            exclusion={reason}
            action={
              reason === 'out_of_attempts' && onOverride !== undefined ? (
                <Button size="sm" missing={missing} onClick={onOverride}>
                  Include them
                </Button>
              ) : undefined
            }
          />
        ))}
        <PlanLine retryId={retry.id} sign="=" number={plan.willDial} words="will be dialled" strong status="planned" />
        {plan.outsideHours > 0 && (
          <PlanLine
            retryId={retry.id}
            sign=""
            isPart
            number={plan.outsideHours}
            words={
              <>
                of these are outside their hours and wait
                {plan.nextWindowAt !== null && (
                  <>
                    ; the first can be called at <Time at={plan.nextWindowAt} as="both" />
                  </>
                )}
              </>
            }
          />
        )}
        {canary !== null && plan.willDial > 0 && (
          <PlanLine
            retryId={retry.id}
            sign=""
            isPart
            number={Math.min(canary.count, plan.willDial)}
            words={`of these go first; if more than ${canary.stopAbovePercent} % of them fail, it stops and waits for a person`}
          />
        )}
      </ul>
      {options.overrideMaxAttempts === true && (
        <Callout tone="warning" title="The attempts of the campaign do not count here">
          {plural(plan.willDial, 'person', 'people')} may be called more often than the campaign promises. Reason:{' '}
          {retry.reason}
        </Callout>
      )}
    </div>
  );
}

interface FigureProps {
  icon: React.ReactNode;
  label: string;
  value: string;
  strong?: boolean;
  children: React.ReactNode;
}

const Figure = ({ icon, label, value, strong, children }: FigureProps) => (
  <div className="bg-surface px-4 py-3">
    <p className="flex items-center gap-1.5 text-sm text-subtle">
      {icon}
      {label}
    </p>
    <p
      className={
        strong ? 'text-2xl font-semibold tracking-tight text-accent-text' : 'text-2xl font-semibold tracking-tight'
      }
    >
      {value}
    </p>
    <p className="text-xs text-subtle">{children}</p>
  </div>
);
