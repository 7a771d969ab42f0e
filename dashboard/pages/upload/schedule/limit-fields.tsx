import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { count } from '../../../format/number.ts';
import { phoneWords } from '../../../format/phone.ts';
import { accountsQuery, numbersQuery } from '../queries.ts';
import type { FieldsForm } from './fields-form.ts';
import { rateOf, tooFast, tooMany } from './limit-words.ts';
import { LIMITS } from './limits.ts';
import { MoneyField } from './money-field.tsx';
import { NumberField } from '../../../components/number-field.tsx';

/** How fast, at most at once, from which number, and for how much. */
export function LimitFields({ form, changeNumber }: { form: FieldsForm; changeNumber?: ReactNode }) {
  const { settings, change, errorOf } = form;
  const numbers = useQuery(numbersQuery).data?.items ?? [];
  const accounts = useQuery(accountsQuery).data?.items ?? [];
  const used = settings.steps.map(({ numberId }) => numbers.find(({ id }) => id === numberId));
  const account = accounts.find(({ id }) => id === settings.steps[0]?.accountId);
  const rate = rateOf(account, settings.steps);
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
        {account !== undefined && ` of ${account.name}`}. {changeNumber}
      </p>
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField
          form={form}
          label="Begun a second, at most"
          optional
          decimal
          unit="/ s"
          hint={`Empty: as fast as the account may${rate === undefined ? '' : `, ${rate} a second`}.`}
          {...LIMITS.pacePerSecond}
          value={settings.pacePerSecond}
          error={errorOf('/pacePerSecond')}
          warning={tooFast(settings, account)}
          onChange={(pacePerSecond) => change({ pacePerSecond })}
        />
        {calls && (
          <NumberField
            form={form}
            label="Calls at once, at most"
            hint={
              account === undefined
                ? ''
                : `The account carries ${count(account.maxConcurrentCalls)}, of all campaigns together.`
            }
            {...LIMITS.maxConcurrent}
            value={settings.maxConcurrent}
            error={errorOf('/maxConcurrent')}
            warning={tooMany(settings.maxConcurrent, account)}
            onChange={(value) => value !== null && change({ maxConcurrent: value })}
          />
        )}
        {calls && (
          <NumberField
            form={form}
            label="Rings for"
            unit="s"
            hint="Then it counts as no answer."
            {...LIMITS.ringingTimeoutSeconds}
            value={settings.ringingTimeoutSeconds}
            error={errorOf('/ringingTimeoutSeconds')}
            onChange={(value) => value !== null && change({ ringingTimeoutSeconds: value })}
          />
        )}
        {calls && (
          <NumberField
            form={form}
            label="Longest call"
            unit="min"
            hint="So much is held for each call."
            {...LIMITS.maxCallMinutes}
            value={settings.maxCallMinutes}
            error={errorOf('/maxCallMinutes')}
            onChange={(value) => value !== null && change({ maxCallMinutes: value })}
          />
        )}
        <MoneyField
          form={form}
          label="Budget"
          hint="Never more than this for the whole campaign."
          currency={currency}
          micros={settings.budgetMicros}
          error={errorOf('/budgetMicros')}
          onChange={(budgetMicros) => change({ budgetMicros })}
        />
        <MoneyField
          form={form}
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
