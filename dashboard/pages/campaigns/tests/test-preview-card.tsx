import { Callout } from '../../../components/callout.tsx';
import { Checkbox } from '../../../components/checkbox.tsx';
import { KeyValue } from '../../../components/key-value.tsx';
import { Money } from '../../../components/money.tsx';
import { Time } from '../../../components/time.tsx';
import { phoneWords } from '../../../format/phone.ts';
import { plural } from '../../../format/number.ts';
import type { TestPreview } from './queries.ts';

interface TestPreviewCardProps {
  preview: TestPreview;
  agrees: boolean;
  onAgrees: (agrees: boolean) => void;
}

/** What would be sent, from which number, for how much, and what is in its way. */
export function TestPreviewCard({ preview, agrees, onAgrees }: TestPreviewCardProps) {
  const { script, channel, consent } = preview;
  const told = Object.entries(script.agentVariables);
  return (
    <section aria-label="What would be sent" className="flex flex-col gap-3">
      {script.problem !== null && (
        <Callout tone="danger" title="It cannot be written">
          {script.problem}
        </Callout>
      )}
      <div className="flex flex-col gap-3 rounded-lg border border-line bg-sunken p-4">
        {script.text !== null && <p className="break-words whitespace-pre-wrap">{script.text}</p>}
        {told.length > 0 && (
          <div className="border-b border-line pb-3">
            <h3 className="mb-1 text-sm font-medium">What the agent is told</h3>
            <KeyValue items={told} />
          </div>
        )}
        <KeyValue
          items={[
            ['From', `${phoneWords(preview.callerId)} (${preview.account})`],
            ...(script.sms === null
              ? []
              : [['Length', `${plural(script.sms.segments, 'message')}, ${script.sms.encoding}`] as const]),
            [
              'Costs at most',
              <span key="cost">
                <Money micros={preview.costAtMostMicros} currency={preview.currency} />
                <span className="text-subtle">{channel === 'call' ? ' held, the rest comes back' : ''}</span>
              </span>,
            ],
            ['Time zone', preview.zones.join(', ')],
          ]}
        />
      </div>
      {consent.mayBeSaidHere && (
        <Checkbox
          checked={agrees}
          onChange={onAgrees}
          label={consent.text}
          hint={`The law wants ${consent.wanted} consent on record here. This one ends with the test.`}
        />
      )}
      <WhatIsInTheWay preview={preview} />
    </section>
  );
}

function WhatIsInTheWay({ preview: { go, message, nextAt, endsAt, consent } }: { preview: TestPreview }) {
  if (go === 'now' || (consent.mayBeSaidHere && consent.needed)) return null;
  return (
    <Callout tone={go === 'waits' ? 'warning' : 'danger'} title={go === 'waits' ? 'It would wait' : 'It cannot go now'}>
      {message}{' '}
      {nextAt !== null && (
        <>
          Not before <Time at={nextAt} as="both" />.{' '}
        </>
      )}
      {go === 'waits' && (
        <>
          What could not go out by <Time at={endsAt} /> is over.
        </>
      )}
    </Callout>
  );
}
