import { KeyValue } from '../../../components/key-value.tsx';
import { Money } from '../../../components/money.tsx';
import { Phone } from '../../../components/phone.tsx';
import { StatusPill } from '../../../components/status-pill.tsx';
import { Time } from '../../../components/time.tsx';
import { phoneWords } from '../../../format/phone.ts';
import { duration } from '../../../format/time.ts';
import type { CampaignTest } from './queries.ts';

/** Numbers, outcome and money of a test. */
export function TestFacts({ test }: { test: CampaignTest }) {
  const { attempt, currency, contactId, phone, callerId } = test;
  const from = phoneWords(callerId);
  const to = <Phone phone={phone} of={{ kind: 'contact', id: contactId }} />;
  if (attempt === null) {
    return (
      <KeyValue
        items={[
          ['To', to],
          ['From', from],
        ]}
      />
    );
  }
  const { outcome, state, talkSeconds, costMicros, holdMicros, costPresumed, providerReason, sentAt } = attempt;
  return (
    <KeyValue
      items={[
        [
          'Outcome',
          outcome === null ? (
            <StatusPill kind="attempt" state={state} />
          ) : (
            <StatusPill kind="outcome" state={outcome} />
          ),
        ],
        ...(providerReason === null ? [] : [['Provider says', providerReason] as const]),
        ...(talkSeconds === null || talkSeconds === 0 ? [] : [['Talked', duration(talkSeconds * 1_000)] as const]),
        [
          'Cost',
          costMicros === null ? (
            <span key="held">
              <Money micros={holdMicros} currency={currency} /> held
            </span>
          ) : (
            <span key="cost">
              <Money micros={costMicros} currency={currency} />
              {costPresumed && ' presumed'}
            </span>
          ),
        ],
        ['Sent', <Time key="sent" at={sentAt} as="both" past />],
        ['To', to],
        ['From', from],
      ]}
    />
  );
}
