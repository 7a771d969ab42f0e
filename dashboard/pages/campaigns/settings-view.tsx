import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { KeyValue } from '../../components/key-value.tsx';
import { Money } from '../../components/money.tsx';
import { Phone } from '../../components/phone.tsx';
import { Time } from '../../components/time.tsx';
import { count, plural, rate } from '../../format/number.ts';
import { statusWords } from '../../format/status-words.ts';
import { duration } from '../../format/time.ts';
import { HoursWords } from './hours.tsx';
import { numbersQuery, type CampaignDetail, type Settings } from './queries.ts';

export function SettingsView({ campaign }: { campaign: CampaignDetail }) {
  const { settings, currency } = campaign;
  const waits = Object.entries(settings.waitSeconds).filter(([, seconds]) => seconds !== undefined);
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <Card title="Steps">
        <ol className="flex flex-col gap-4">
          {settings.steps.map((step, at) => (
            <Step key={at} at={at} step={step} />
          ))}
        </ol>
      </Card>
      <Card title="When">
        <KeyValue
          items={[
            ['Hours', <HoursWords key="hours" hours={settings.hours} />],
            [
              'Starts',
              settings.startsAt === null ? 'with its launch' : <Time key="starts" at={settings.startsAt} as="long" />,
            ],
            [
              'Ends',
              settings.endsAt === null ? (
                'when everybody has a result'
              ) : (
                <Time key="ends" at={settings.endsAt} as="long" />
              ),
            ],
            [
              'When hours close',
              settings.leftovers === 'roll' ? 'who is left waits for the next ones' : 'who is left expires',
            ],
            ['Too late', `${duration(settings.expiresAfterSeconds * 1_000)} after a try was due`],
          ]}
        />
      </Card>
      <Card title="Speed and tries">
        <KeyValue
          items={[
            [
              'Sends a second',
              settings.pacePerSecond === null ? 'as fast as the account allows' : rate(settings.pacePerSecond),
            ],
            ['Calls at once', `at most ${count(settings.maxConcurrent)}`],
            ['Attempts', `at most ${count(settings.maxAttempts)} for each step`],
            [
              'Wait before the next',
              waits.length === 0
                ? 'as usual for each outcome'
                : waits
                    .map(
                      ([outcome, seconds]) =>
                        `${statusWords('outcome', outcome).words} ${duration((seconds ?? 0) * 1_000)}`,
                    )
                    .join(', '),
            ],
            [
              'One person',
              settings.personCaps.length === 0
                ? 'no limit over all campaigns'
                : settings.personCaps
                    .map(({ count: most, hours }) => `${plural(most, 'attempt')} in ${count(hours)} h`)
                    .join(', '),
            ],
            ['Rings', `for ${count(settings.ringingTimeoutSeconds)} s at most`],
            ['A call lasts', `${count(settings.maxCallMinutes)} min at most`],
          ]}
        />
      </Card>
      <Card title="Money and purpose">
        <KeyValue
          items={[
            [
              'Budget',
              settings.budgetMicros === null ? (
                'none: the credit of the account'
              ) : (
                <Money key="budget" micros={settings.budgetMicros} currency={currency} />
              ),
            ],
            [
              'A day, at most',
              settings.dailyCapMicros === null ? (
                'no limit'
              ) : (
                <Money key="cap" micros={settings.dailyCapMicros} currency={currency} />
              ),
            ],
            ['Purpose', PURPOSES[settings.purpose] ?? settings.purpose],
            [
              'Lists',
              campaign.imports.length === 0
                ? 'none'
                : campaign.imports.map(({ id, fileName, acceptedRows }) => (
                    <Link key={id} to="/uploads/$importId" params={{ importId: id }} className="link mr-3 inline-block">
                      {fileName} ({count(acceptedRows)})
                    </Link>
                  )),
            ],
          ]}
        />
      </Card>
    </div>
  );
}

export const PURPOSES: Readonly<Record<string, string>> = {
  marketing: 'marketing: wants consent where rules ask for it',
  informational: 'informational',
  emergency: 'emergency',
};

export const Card = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <section className="rounded-lg border border-line bg-surface p-4">
    <h2 className="mb-3 text-lg font-semibold">{title}</h2>
    {children}
  </section>
);

function Step({ step, at }: { step: Settings['steps'][number]; at: number }) {
  const { data: numbers } = useQuery(numbersQuery);
  const number = numbers?.items.find(({ id }) => id === step.numberId);
  const variables = Object.entries(step.variables ?? {});
  return (
    <li className="flex flex-col gap-1">
      <p className="font-medium">
        {at + 1}. {step.channel === 'call' ? 'Call' : 'Text'}
        {at > 0 && <span className="font-normal text-subtle">, when the step before did not reach them</span>}
      </p>
      <p className="flex flex-wrap items-center gap-x-2 text-muted">
        from {number === undefined ? step.numberId : <Phone phone={number.phone} />}
        {number !== undefined && (
          <span>
            {number.label ?? ''} ({number.accountName})
          </span>
        )}
      </p>
      {step.agentRef !== undefined && <p className="text-sm text-muted">Agent {step.agentRef}</p>}
      {step.text !== undefined && <p className="rounded-md bg-sunken p-2 text-sm whitespace-pre-wrap">{step.text}</p>}
      {variables.length > 0 && (
        <dl className="grid grid-cols-[max-content_1fr] gap-x-3 text-sm">
          {variables.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="font-mono text-subtle">{name}</dt>
              <dd className="min-w-0 break-words">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
