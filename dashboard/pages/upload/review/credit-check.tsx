import { useQuery } from '@tanstack/react-query';
import { balancesQuery } from '../../../api/system.ts';
import { useScope } from '../../../app/session/use-session.ts';
import { Callout } from '../../../components/callout.tsx';
import { LinkButton } from '../../../components/link-button.tsx';
import { money } from '../../../format/money.ts';
import { count, plural } from '../../../format/number.ts';
import { coverOf } from '../../campaigns/affordable.ts';
import { useDraft } from '../draft-context.tsx';
import type { Account, Campaign, Forecast } from '../queries.ts';

interface CreditCheckProps {
  campaign: Campaign;
  forecast: Forecast;
  accounts: readonly Account[];
}

/** Whether credit and budget last for one try of everybody, and if not, for how many, and what can be done. */
export function CreditCheck({ campaign, forecast, accounts }: CreditCheckProps) {
  const { draft } = useDraft();
  const balances = useQuery(balancesQuery).data?.items;
  const { allowed } = useScope('credits:write');
  const first = accounts.find(({ id }) => id === campaign.settings.steps[0]?.accountId);
  const balance = balances?.find(({ owner, id }) => owner === 'account' && id === first?.id);
  if (first === undefined || balance === undefined || forecast.willDial === 0) return null;
  const { freeMicros, currency } = balance;
  const { oneRoundMicros, willDial } = forecast;
  const budget = campaign.settings.budgetMicros;
  const cover = coverOf({ people: willDial, oneRoundMicros }, budget, freeMicros);
  if (cover.by === null) return null;
  const none = cover.people === 0;
  const oneRound = `one try of ${plural(willDial, 'person', 'people')} costs at most ${money(oneRoundMicros, currency)}`;
  if (cover.by === 'budget') {
    const limit = money(cover.micros, currency);
    return (
      <Callout
        tone={none ? 'warning' : 'info'}
        title={
          none
            ? `The budget of ${limit} does not cover one call at its dearest`
            : `The budget of ${limit} may end before everybody was tried once`
        }
        actions={
          <LinkButton size="sm" to="/uploads/$importId" params={{ importId: draft.id }} search={{ step: 'schedule' }}>
            Change the budget
          </LinkButton>
        }
      >
        {oneRound.charAt(0).toUpperCase() + oneRound.slice(1)}: {limit} covers about {count(cover.people)} of{' '}
        {count(willDial)} at the dearest. When the budget is used up, who is left waits.
      </Callout>
    );
  }
  return (
    <Callout
      tone={none ? 'danger' : 'warning'}
      title={
        none
          ? 'The credit does not cover one call'
          : `${money(oneRoundMicros - freeMicros, currency)} may be missing for one try of everybody`
      }
      actions={
        <>
          <LinkButton size="sm" kind={none ? 'primary' : 'secondary'} to="/credits">
            {allowed ? 'Add credit' : 'See the credits'}
          </LinkButton>
          <LinkButton size="sm" to="/uploads/$importId" params={{ importId: draft.id }} search={{ step: 'schedule' }}>
            {budget === null ? 'Set a budget or shorter calls' : 'Make calls shorter'}
          </LinkButton>
        </>
      }
    >
      {first.name} has {money(freeMicros, currency)} left, and {oneRound}.{' '}
      {none
        ? 'It cannot be launched before credit is added.'
        : `It can be launched: that covers about ${count(cover.people)} of ${count(willDial)} at the dearest, and who is left waits until there is credit again. Most calls cost less than what is held for them.`}
      {!allowed && ' Adding credit needs the scope credits:write, which administrators have.'}
    </Callout>
  );
}
