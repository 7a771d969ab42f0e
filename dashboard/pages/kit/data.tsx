import { AsCommand } from '../../components/as-command.tsx';
import { Chart } from '../../components/chart.tsx';
import { Json } from '../../components/code-block.tsx';
import { CopyableId } from '../../components/copyable.tsx';
import { KeyValue } from '../../components/key-value.tsx';
import { Money } from '../../components/money.tsx';
import { Phone } from '../../components/phone.tsx';
import { Progress } from '../../components/progress.tsx';
import { Sparkline } from '../../components/sparkline.tsx';
import { StackedBar } from '../../components/stacked-bar.tsx';
import { Stat, StatRow } from '../../components/stat.tsx';
import { Time } from '../../components/time.tsx';
import { Section } from './section.tsx';

const HOURS = [0, 2, 1, 0, 0, 5, 9, 22, 41, 38, 12, 7, 3, 0, 1, 4, 8, 2, 0, 0, 0, 1, 0, 0];
const BEGIN_MS = Date.UTC(2026, 10, 26, 8);
const TIMES = Array.from({ length: 48 }, (_, at) => BEGIN_MS + at * 300_000);
const wave = (base: number, swing: number, speed: number) =>
  TIMES.map((_, at) => Math.max(0, Math.round(base + swing * Math.sin(at / speed))));

export const DataSamples = () => (
  <Section title="Numbers and pictures">
    <StackedBar
      label="Contacts"
      picked={undefined}
      onPick={() => {}}
      parts={[
        { key: 'done', label: 'Reached', value: 2431, tone: 'done' },
        { key: 'live', label: 'In progress', value: 48, tone: 'live' },
        { key: 'waiting', label: 'Waiting for window', value: 1204, tone: 'waiting' },
        { key: 'scheduled', label: 'Retry scheduled', value: 389, tone: 'scheduled' },
        { key: 'retryable', label: 'Failed, retryable', value: 212, tone: 'retryable' },
        { key: 'final', label: 'Failed for good', value: 61, tone: 'final' },
      ]}
    />
    <StatRow>
      <Stat label="In flight" value="48" note="of at most 60" />
      <Stat label="Answered a minute" value="31.5" chart={<Sparkline label="Answered" values={HOURS} tone="done" />} />
      <Stat label="Failures a minute" value="4.2" tone="retryable" note="twice the usual" />
      <Stat label="Oldest stuck call" value="–" note="none" />
      <Stat label="Spent" value={<Money micros={486_200_000} currency="USD" />} note="at most $1,204.20" />
    </StatRow>
    <div className="grid gap-6 md:grid-cols-2">
      <KeyValue
        items={[
          ['Campaign', 'March renewals'],
          ['Id', <CopyableId key="id" id="01980000-0000-7000-8000-000000000001" />],
          ['Phone', <Phone key="p" phone="+1••••••0123" of={{ kind: 'contact', id: 1 }} />],
          ['Our number', <Phone key="o" phone="+12125550100" />],
          ['Due', <Time key="d" at="2026-11-26T15:30:00Z" as="both" zone="America/Chicago" />],
          ['Ended', <Time key="e" at={null} />],
          ['Cost', <Money key="c" micros={7_900} currency="USD" />],
          ['Not known', <Money key="n" micros={null} currency="USD" />],
        ]}
      />
      <div className="flex flex-col gap-4">
        <Progress label="Uploading contacts.csv" value={4_200_000} max={12_000_000} words="4.2 of 12 MB" />
        <Json label="Provider's answer" value={{ status: 'no-answer', code: 480, sip: 'Temporarily unavailable' }} />
        <div>
          <AsCommand
            cli="outdial campaign pause 01980000-0000-7000-8000-000000000001"
            call={{ method: 'POST', address: '/v1/campaigns/01980000-0000-7000-8000-000000000001/pause', body: {} }}
          />
        </div>
      </div>
    </div>
    <div className="grid gap-4 lg:grid-cols-2">
      <Chart
        title="Outcomes"
        note="Every 5 minutes"
        times={TIMES}
        syncKey="kit"
        onBrush={() => {}}
        series={[
          { label: 'Answered', tone: 'done', values: wave(40, 18, 6) },
          { label: 'Voicemail', tone: 'scheduled', values: wave(22, 8, 9) },
          { label: 'Failed', tone: 'retryable', values: wave(9, 8, 4) },
        ]}
      />
      <Chart
        title="Spent"
        note="Against what is reserved"
        as="line"
        times={TIMES}
        syncKey="kit"
        format={(value) => `$${value}`}
        series={[
          { label: 'Spent', tone: 'live', values: TIMES.map((_, at) => at * 9) },
          { label: 'Reserved', tone: 'neutral', values: TIMES.map(() => 486) },
        ]}
      />
    </div>
  </Section>
);
