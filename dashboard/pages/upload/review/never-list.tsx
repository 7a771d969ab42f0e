import { Link } from '@tanstack/react-router';
import { Callout } from '../../../components/callout.tsx';
import { count, plural } from '../../../format/number.ts';
import { useDraft } from '../draft-context.tsx';
import type { Forecast } from '../queries.ts';

const REASONS: Readonly<Record<string, string>> = {
  opted_out: 'said no',
  suppressed: 'said no',
  zone_unknown: 'have no known time zone',
  unknown_zone: 'have no known time zone',
  no_consent: 'lack a consent that the law asks for',
  window_never_open: 'are in no window: the law and your hours leave nothing open for them',
  campaign_ended: 'would come after the end that you set',
  expired_before_window: 'would be called too late to be of use',
  sms_no_textable_number: 'have no number that takes texts',
  no_living_number: 'have no number that exists',
};

/** Who of the list will not be called, and why: said before the launch. */
export function NeverList({ forecast }: { forecast: Forecast }) {
  const { draft } = useDraft();
  const { never, contacts, willDial } = forecast;
  const left = never.filter(({ contacts: some }) => some > 0);
  if (left.length === 0) return null;
  return (
    <Callout
      tone={willDial === 0 ? 'danger' : 'info'}
      title={`${plural(contacts - willDial, 'person', 'people')} of the list will not be called`}
    >
      <ul>
        {left.map(({ state, reason, contacts: some }) => (
          <li key={`${state} ${reason}`}>
            {count(some)} {REASONS[reason] ?? REASONS[state] ?? reason.replaceAll('_', ' ')}
          </li>
        ))}
      </ul>
      {left.some(({ state }) => state === 'unknown_zone') && (
        <p className="mt-1">
          A time zone of the rest can be said in{' '}
          <Link
            to="/uploads/$importId"
            params={{ importId: draft.id }}
            search={{ step: 'map' }}
            className="link underline"
          >
            step 2
          </Link>
          , or one by one after the launch in the Review queues.
        </p>
      )}
    </Callout>
  );
}
