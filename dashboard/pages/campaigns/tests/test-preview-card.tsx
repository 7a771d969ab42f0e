import { Callout } from '../../../components/callout.tsx';
import { KeyValue } from '../../../components/key-value.tsx';
import { Money } from '../../../components/money.tsx';
import { phoneWords } from '../../../format/phone.ts';
import { plural } from '../../../format/number.ts';
import type { TestPreview } from './queries.ts';

/** What would be sent, from which number, for how much. */
export function TestPreviewCard({ preview }: { preview: TestPreview }) {
  const { script, channel } = preview;
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
    </section>
  );
}
