import { Callout } from '../../../components/callout.tsx';
import { Checkbox } from '../../../components/checkbox.tsx';
import { Time } from '../../../components/time.tsx';
import type { TestPreview } from './queries.ts';

/** What is in the way, in a word, by the code of the explanation. */
const WAYS: Readonly<Record<string, string>> = {
  opted_out: 'This number said no',
  no_consent: 'The law asks for a consent of this number on record',
  waits_for_window: 'The law does not allow it at this hour',
  person_cap: 'This number was contacted as often as the law allows for now',
  person_taken: 'Another call or text to this number is under way',
  credit_too_low: 'There is not enough credit',
  installation_stopped: 'All dialing is stopped',
  account_stopped: 'Its account is stopped',
  account_breaker_open: 'Its account waits for the provider',
};

interface TestWayProps {
  preview: TestPreview;
  agrees: boolean;
  onAgrees: (agrees: boolean) => void;
}

/** What keeps it from going out at once, and what somebody may say to it. */
export function TestWay({ preview, agrees, onAgrees }: TestWayProps) {
  const { go, code, message, nextAt, endsAt, consent } = preview;
  return (
    <>
      {consent.mayBeSaidHere && (
        <Checkbox
          checked={agrees}
          onChange={onAgrees}
          label={consent.text}
          hint={`The law wants a consent on record here (${consent.wanted}). This one ends with the test.`}
        />
      )}
      {go !== 'now' && !(consent.mayBeSaidHere && code === 'no_consent') && (
        <Callout
          tone={go === 'waits' ? 'warning' : 'danger'}
          title={WAYS[code ?? ''] ?? (go === 'waits' ? 'It would wait' : 'It cannot go now')}
        >
          {message}
          {nextAt !== null && (
            <>
              {' '}
              Not before <Time at={nextAt} as="both" />.
            </>
          )}
          {go === 'waits' && (
            <>
              {' '}
              It would wait until <Time at={endsAt} />, and then be over.
            </>
          )}
        </Callout>
      )}
    </>
  );
}
