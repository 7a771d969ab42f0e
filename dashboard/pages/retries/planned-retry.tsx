import { useNow } from '../../app/use-now.ts';
import { Callout } from '../../components/callout.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { duration } from '../../format/time.ts';
import { PlanView } from './plan/plan-view.tsx';
import { PLAN_LIFE_MS, isTooOld } from './plan-life.ts';
import type { Retry } from './queries.ts';

/** A plan that nobody started: the sum again, and how long it holds. */
export function PlannedRetry({ retry }: { retry: Retry }) {
  const nowMs = useNow();
  const leftMs = Date.parse(retry.plannedAt) + PLAN_LIFE_MS - nowMs;
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      {retry.state === 'aborted' && (
        <Callout tone="neutral" title="This plan was thrown away">
          Nobody was dialled by it.
        </Callout>
      )}
      {retry.state === 'planned' &&
        (isTooOld(retry, nowMs) ? (
          <Callout
            tone="warning"
            title="This plan is too old to start"
            actions={
              <LinkButton to="/failures" search={{ campaign: retry.campaignId }}>
                Plan anew
              </LinkButton>
            }
          >
            Hours, credit and people have changed since. Plan it again from the failures.
          </Callout>
        ) : (
          <Callout tone="info" title="Nobody is dialled yet">
            The plan is frozen: who fails later is not in it, and who is reached, opts out or is resolved meanwhile is
            left out. It can be started for another {duration(leftMs)}.
          </Callout>
        ))}
      <PlanView retry={retry} />
    </div>
  );
}
