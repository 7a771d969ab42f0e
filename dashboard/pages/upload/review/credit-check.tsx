import { useQuery } from '@tanstack/react-query';
import { balancesQuery } from '../../../api/system.ts';
import { useScope } from '../../../app/session/use-session.ts';
import { Callout } from '../../../components/callout.tsx';
import { LinkButton } from '../../../components/link-button.tsx';
import { money } from '../../../format/money.ts';
import { count, plural } from '../../../format/number.ts';
import { useDraft } from '../draft-context.tsx';
import type { Account, Campaign, Forecast } from '../queries.ts';

interface CreditCheckProps {
  campaign: Campaign;
  forecast: Forecast;
  accounts: readonly Account[];
}

/** Whether the credit lasts, and if not, how much is missing and what can be done. */
export function CreditCheck({ campaign, forecast, accounts }: CreditCheckProps) {
  const { draft } = useDraft();
  const balances = useQuery(balancesQuery).data?.items;
  const { allowed } = useScope('credits:write');
  const first = accounts.find(({ id }) => id === campaign.settings.steps[0]?.accountId);
  const balance = balances?.find(({ owner, id }) => owner === 'account' && id === first?.id);
  if (first === undefined || balance === undefined || forecast.willDial === 0) return null;
  const { freeMicros, currency } = balance;
  const each = forecast.oneRoundMicros / forecast.willDial;
  const affordable = each === 0 ? forecast.willDial : Math.floor(Math.max(0, freeMicros) / each);
  const short = forecast.oneRoundMicros - freeMicros;
  const budget = campaign.settings.budgetMicros;
  if (short <= 0) {
    if (budget === null || budget >= forecast.oneRoundMicros) return null;
    return (
      <Callout tone="info" title={`The budget of ${money(budget, currency)} may end before everybody was tried once`}>
        One try of everybody costs {money(forecast.oneRoundMicros, currency)} at most. When the budget is used up, who
        is left waits.
      </Callout>
    );
  }
  const none = affordable === 0;
  return (
    <Callout
      tone={none ? 'danger' : 'warning'}
      title={
        none
          ? 'The credit does not cover one call'
          : `${money(short, currency)} may be missing for one try of everybody`
      }
      actions={
        <>
          <LinkButton size="sm" kind={none ? 'primary' : 'secondary'} to="/credits">
            {allowed ? 'Add credit' : 'See the credits'}
          </LinkButton>
          <LinkButton size="sm" to="/uploads/$importId" params={{ importId: draft.id }} search={{ step: 'schedule' }}>
            Set a budget or shorter calls
          </LinkButton>
        </>
      }
    >
      {first.name} has {money(freeMicros, currency)} left, and one try of{' '}
      {plural(forecast.willDial, 'person', 'people')} costs at most {money(forecast.oneRoundMicros, currency)}.{' '}
      {none
        ? 'It cannot be launched before credit is added.'
        : `It can be launched: about ${count(affordable)} are tried, at the dearest, and who is left waits until there is credit again. Most calls cost less than what is held for them.`}
      {!allowed && ' Adding credit needs the scope credits:write, which administrators have.'}
    </Callout>
  );
}
