import { serverNowMs } from '../../../app/use-now.ts';
import { Field } from '../../../components/field.tsx';
import { Input } from '../../../components/input.tsx';
import { Radio } from '../../../components/radio.tsx';
import { localZone } from '../../../format/time.ts';
import { fromField, toField } from './local-instant.ts';
import type { SettingsForm } from './use-settings.ts';

const HOUR_MS = 3_600_000;

/** When the first call may go out, and after when none does. */
export function StartFields({ form }: { form: SettingsForm }) {
  const { settings, change, errorOf } = form;
  const { startsAt, endsAt, leftovers } = settings;
  const nextHour = (): string => new Date(Math.ceil(serverNowMs() / HOUR_MS) * HOUR_MS + HOUR_MS).toISOString();
  const zone = `Your time, ${localZone().replaceAll('_', ' ')}.`;
  return (
    <>
      <Radio
        label="Start"
        value={startsAt === null ? 'launch' : 'at'}
        onChange={(value) => change({ startsAt: value === 'launch' ? null : nextHour() })}
        options={[
          { value: 'launch', label: 'As soon as it is launched' },
          { value: 'at', label: 'Not before a time' },
        ]}
      />
      {startsAt !== null && (
        <Field label="Nothing goes out before" hint={zone} error={errorOf('/startsAt')}>
          <Input
            type="datetime-local"
            className="max-w-64"
            value={toField(startsAt)}
            onChange={(event) => {
              const at = fromField(event.target.value);
              if (at !== null) change({ startsAt: at });
            }}
          />
        </Field>
      )}
      <Field
        label="Nothing goes out at or after"
        optional
        hint={`What is left then expires. ${zone}`}
        error={errorOf('/endsAt')}
      >
        <Input
          type="datetime-local"
          className="max-w-64"
          value={endsAt === null ? '' : toField(endsAt)}
          onChange={(event) => change({ endsAt: event.target.value === '' ? null : fromField(event.target.value) })}
        />
      </Field>
      <Radio
        label="When a window closes"
        value={leftovers}
        onChange={(value) => change({ leftovers: value })}
        options={[
          { value: 'roll', label: 'Who is left is called in the next window' },
          { value: 'expire', label: 'Who is left is not called any more', hint: 'For messages that are of one day.' },
        ]}
      />
    </>
  );
}
