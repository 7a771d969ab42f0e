import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { KeyValue } from '../../../components/key-value.tsx';
import { Time } from '../../../components/time.tsx';
import { money } from '../../../format/money.ts';
import { count, plural, rate } from '../../../format/number.ts';
import { phoneWords } from '../../../format/phone.ts';
import { useDraft } from '../draft-context.tsx';
import type { Campaign, Forecast, OurNumber } from '../queries.ts';
import { RETRIED, sayWait } from '../schedule/waits.ts';
import { sayWeekly } from '../schedule/weekly.ts';
import type { UploadStep } from '../search.ts';
import { mostMicros } from './say-campaign.ts';

interface SummaryProps {
  campaign: Campaign;
  forecast: Forecast;
  numbers: readonly OurNumber[];
  currency: string;
}

const PURPOSES: Readonly<Record<string, string>> = {
  marketing: 'Marketing',
  informational: 'Informational',
  emergency: 'Emergency',
};

/** Everything that was set, each with the way back to it. */
export function Summary({ campaign, forecast, numbers, currency }: SummaryProps) {
  const { draft } = useDraft();
  const { settings } = campaign;
  const { hours } = settings;
  const phone = (id: string): string =>
    phoneWords(numbers.find((number) => number.id === id)?.phone ?? 'an unknown number');
  const waits = RETRIED.filter(({ channel }) => settings.steps.some((step) => step.channel === channel)).map(
    ({ outcome, label, defaultSeconds }) =>
      `${label.toLowerCase()} ${sayWait(settings.waitSeconds[outcome] ?? defaultSeconds)}`,
  );
  const off = [
    ...(hours.skipFederalHolidays ? ['US federal holidays'] : []),
    ...(hours.holidays ?? []),
    ...(hours.blackoutDates.length > 0 ? [plural(hours.blackoutDates.length, 'further day')] : []),
  ];
  return (
    <div className="grid gap-5 lg:grid-cols-2">
      <Part title="People" step="check">
        <KeyValue
          items={[
            ['List', draft.fileName],
            [
              draft.state === 'done' ? 'Taken in' : 'Ready',
              `${count(draft.acceptedRows)} of ${plural(draft.rowsRead, 'row')}`,
            ],
            ['Left out', `${count(draft.rejectedRows)} set aside, ${plural(draft.duplicateRows, 'duplicate')}`],
            ['Will be called', count(forecast.willDial)],
            ['Time zones', zonesOf(forecast)],
          ]}
        />
      </Part>
      <Part title="Message" step="map">
        <KeyValue
          items={[
            ['For', PURPOSES[settings.purpose] ?? settings.purpose],
            ...settings.steps.map((step, at): [string, ReactNode] => [
              `${at === 0 ? '' : 'Then '}${step.channel === 'call' ? (at === 0 ? 'Call' : 'call') : at === 0 ? 'Text' : 'text'}`,
              <span key={at}>
                from <span className="font-mono text-sm">{phone(step.numberId)}</span>
                {step.agentRef !== undefined && <span className="block text-subtle">agent {step.agentRef}</span>}
                {step.text !== undefined && (
                  <span className="mt-0.5 block whitespace-pre-wrap text-muted">{step.text}</span>
                )}
              </span>,
            ]),
          ]}
        />
      </Part>
      <Part title="Schedule" step="schedule">
        <KeyValue
          items={[
            [
              'Start',
              settings.startsAt === null ? 'At the launch' : <Time key="start" at={settings.startsAt} as="both" />,
            ],
            ...(settings.endsAt === null ? [] : [['End', <Time key="end" at={settings.endsAt} as="both" />] as const]),
            ['Hours', `${sayWeekly(hours.weekly)}, their time`],
            ['Days off', off.length === 0 ? 'none' : off.join(', ')],
            [
              'Tried once by',
              forecast.finishAt === null ? 'more than a week' : <Time key="finish" at={forecast.finishAt} named />,
            ],
          ]}
        />
      </Part>
      <Part title="Limits" step="schedule">
        <KeyValue
          items={[
            ['Tries', `${settings.maxAttempts} per person${settings.steps.length > 1 ? ' and step' : ''}`],
            ...(settings.maxAttempts > 1 ? [['Waits', waits.join(', ')] as const] : []),
            [
              'Speed',
              settings.pacePerSecond === null
                ? 'as fast as the account may'
                : `${rate(settings.pacePerSecond)} a second at most`,
            ],
            ['Calls at once', count(settings.maxConcurrent)],
            ['Budget', settings.budgetMicros === null ? 'none set' : money(settings.budgetMicros, currency)],
            ['Costs at most', money(mostMicros(forecast, settings), currency)],
          ]}
        />
      </Part>
    </div>
  );
}

const SHOWN_ZONES = 4;
function zonesOf({ zones }: Forecast): string {
  const said = zones
    .slice(0, SHOWN_ZONES)
    .map((zone) => `${zone.zones.map((one) => one.replaceAll('_', ' ')).join(' or ')} (${count(zone.contacts)})`);
  return zones.length === 0
    ? 'none'
    : said.join(', ') + (zones.length > SHOWN_ZONES ? ` and ${zones.length - SHOWN_ZONES} more` : '');
}

function Part({ title, step, children }: { title: string; step: UploadStep; children: ReactNode }) {
  const { draft } = useDraft();
  return (
    <section aria-label={title} className="min-w-0 rounded-lg border border-line bg-surface p-4">
      <div className="mb-3 flex items-baseline justify-between gap-4">
        <h2 className="font-semibold">{title}</h2>
        <Link
          to="/uploads/$importId"
          params={{ importId: draft.id }}
          search={{ step }}
          className="link text-sm"
          aria-label={`Change: ${title}`}
        >
          Change
        </Link>
      </div>
      {children}
    </section>
  );
}
