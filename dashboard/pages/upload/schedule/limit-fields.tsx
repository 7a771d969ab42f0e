import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { phoneWords } from '../../../format/phone.ts';
import { useDraft } from '../draft-context.tsx';
import { accountsQuery, numbersQuery, type Campaign } from '../queries.ts';
import { MoneyField } from './money-field.tsx';
import { NumberField } from './number-field.tsx';
import type { SettingsForm } from './use-settings.ts';

/** How fast, at most at once, from which number, and for how much. */
export function LimitFields({ form, campaign }: { form: SettingsForm; campaign: Campaign }) {
  const { draft } = useDraft();
  const { settings, change, errorOf } = form;
  const numbers = useQuery(numbersQuery).data?.items ?? [];
  const accounts = useQuery(accountsQuery).data?.items ?? [];
  const used = campaign.settings.steps.map(({ numberId }) => numbers.find(({ id }) => id === numberId));
  const account = accounts.find(({ id }) => id === campaign.settings.steps[0]?.accountId);
  const currency = account?.currency ?? '';
  const calls = settings.steps.some(({ channel }) => channel === 'call');
  return (
    <>
      <p className="text-sm text-muted">
        From{' '}
        {[
          ...new Set(used.map((number) => (number === undefined ? 'an unknown number' : phoneWords(number.phone)))),
        ].map((phone, at) => (
          <span key={phone}>
            {at > 0 && ' and '}
            <span className="font-mono text-fg">{phone}</span>
          </span>
        ))}
        {account !== undefined && ` of ${account.name}`}.{' '}
        <Link
          to="/uploads/$importId"
          params={{ importId: draft.id }}
          search={{ step: 'map' }}
          className="link underline"
        >
          Change the number
        </Link>
      </p>
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField
          label="Begun a second, at most"
          optional
          decimal
          unit="/ s"
          hint={`Empty: as fast as the account may${rateOf(account)}.`}
          value={settings.pacePerSecond}
          error={errorOf('/pacePerSecond')}
          onChange={(pacePerSecond) => change({ pacePerSecond })}
        />
        {calls && (
          <NumberField
            label="Calls at once, at most"
            hint={
              account === undefined
                ? ''
                : `The account carries ${account.maxConcurrentCalls}, of all campaigns together.`
            }
            value={settings.maxConcurrent}
            error={errorOf('/maxConcurrent')}
            onChange={(value) => value !== null && change({ maxConcurrent: value })}
          />
        )}
        {calls && (
          <NumberField
            label="Rings for"
            unit="s"
            hint="Then it counts as no answer."
            value={settings.ringingTimeoutSeconds}
            error={errorOf('/ringingTimeoutSeconds')}
            onChange={(value) => value !== null && change({ ringingTimeoutSeconds: value })}
          />
        )}
        {calls && (
          <NumberField
            label="Longest call"
            unit="min"
            hint="So much is held for each call."
            value={settings.maxCallMinutes}
            error={errorOf('/maxCallMinutes')}
            onChange={(value) => value !== null && change({ maxCallMinutes: value })}
          />
        )}
        <MoneyField
          label="Budget"
          hint="Never more than this for the whole campaign."
          currency={currency}
          micros={settings.budgetMicros}
          error={errorOf('/budgetMicros')}
          onChange={(budgetMicros) => change({ budgetMicros })}
        />
        <MoneyField
          label="Most in a day"
          hint="The rest waits for the next day."
          currency={currency}
          micros={settings.dailyCapMicros}
          error={errorOf('/dailyCapMicros')}
          onChange={(dailyCapMicros) => change({ dailyCapMicros })}
        />
      </div>
    </>
  );
}

function rateOf(account: { paces: { maxCount: number; windowMs: number }[] } | undefined): string {
  const rates = account?.paces.map(({ maxCount, windowMs }) => (maxCount * 1_000) / windowMs) ?? [];
  return rates.length === 0 ? '' : `, ${Math.round(Math.min(...rates) * 100) / 100} a second`;
}
