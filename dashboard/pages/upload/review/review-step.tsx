import { useQuery } from '@tanstack/react-query';
import { systemQuery } from '../../../api/system.ts';
import { Callout } from '../../../components/callout.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { useDraft } from '../draft-context.tsx';
import { accountsQuery, forecastQuery, numbersQuery, type Campaign, type Forecast } from '../queries.ts';
import { StepFooter } from '../step-footer.tsx';
import { CreditCheck } from './credit-check.tsx';
import { LaunchButton } from './launch-button.tsx';
import { NeverList } from './never-list.tsx';
import { PendingNotice } from './pending-notice.tsx';
import { sayCampaign } from './say-campaign.ts';
import { Summary } from './summary.tsx';
import { TestButton } from './test-button.tsx';

/** Step 5: all of it in plain words, and the launch. */
export function ReviewStep() {
  const { draft, campaign } = useDraft();
  const query = useQuery({
    ...forecastQuery(campaign?.id ?? '', [campaign?.settings, draft.version, draft.state]),
    enabled: campaign !== null,
  });
  if (campaign === null) return null;
  return (
    <>
      <QueryView query={query} what="The forecast" works="the launch" skeleton={<Skeleton className="h-72 w-full" />}>
        {(forecast) => <Review campaign={campaign} forecast={forecast} />}
      </QueryView>
      <StepFooter back="schedule">
        <LaunchButton campaign={campaign} forecast={query.data} />
      </StepFooter>
    </>
  );
}

function Review({ campaign, forecast }: { campaign: Campaign; forecast: Forecast }) {
  const { draft } = useDraft();
  const { settings } = campaign;
  const numbers = useQuery(numbersQuery).data?.items ?? [];
  const accounts = useQuery(accountsQuery).data?.items ?? [];
  const system = useQuery(systemQuery).data;
  const used = accounts.filter(({ id }) => settings.steps.some((step) => step.accountId === id));
  const currency = used[0]?.currency ?? 'USD';
  const strict = draft.options['badRows'] === 'refuse' && draft.rejectedRows > 0 && draft.state !== 'done';
  return (
    <div className="flex flex-col gap-5">
      <PendingNotice campaign={campaign} />
      <section aria-label="In one sentence" className="rounded-lg border border-line bg-surface p-5">
        <p className="max-w-prose text-lg text-balance">{sayCampaign({ forecast, settings, numbers, currency })}.</p>
        <p className="mt-2 text-sm text-subtle">
          Money is held call by call and given back where a call costs less: never more than this is spent. The law of
          each place may keep calls out of hours that are open here.
        </p>
      </section>
      <TestButton campaign={campaign} />
      {strict && (
        <Callout tone="danger" title="All or nothing: nothing can be launched while rows are set aside">
          {draft.rejectedRows} rows are. Repair them in step 3, or choose there to go on without them.
        </Callout>
      )}
      {system?.dialing.state === 'stopped' && (
        <Callout tone="warning" title="All dialing is stopped">
          {system.dialing.words} It can be launched; nothing goes out before dialing is started again.
        </Callout>
      )}
      {system?.dialing.state === 'nothing_is_dialing' && (
        <Callout tone="warning" title="Nothing is dialing at the moment">
          {system.dialing.words} It can be launched; it begins by itself as soon as a worker is back.
        </Callout>
      )}
      {used
        .filter(({ stoppedAt, breaker }) => stoppedAt !== null || breaker.state !== 'closed')
        .map(({ id, name, stoppedReason, breaker }) => (
          <Callout key={id} tone="warning" title={`The account ${name} does not dial at the moment`}>
            {stoppedReason ?? breaker.reason ?? 'It is stopped.'} It can be launched; it begins when the account goes
            on.
          </Callout>
        ))}
      <CreditCheck campaign={campaign} forecast={forecast} accounts={used} />
      <NeverList forecast={forecast} />
      <Summary campaign={campaign} forecast={forecast} numbers={numbers} currency={currency} />
    </div>
  );
}
