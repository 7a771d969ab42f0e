import { serverNowMs } from '../../../app/use-now.ts';
import { Field } from '../../../components/field.tsx';
import { Input } from '../../../components/input.tsx';
import { Radio } from '../../../components/radio.tsx';
import { localZone } from '../../../format/time.ts';
import type { FieldsForm } from './fields-form.ts';
import { fromField, toField } from './local-instant.ts';
import type { Read } from '../../../components/read-number.ts';
import { useTyped } from '../../../components/use-typed.ts';

const HOUR_MS = 3_600_000;

/** When the first call may go out, and after when none does. */
export function StartFields({ form }: { form: FieldsForm }) {
  const { settings, stored, change, errorOf } = form;
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
        <InstantField
          form={form}
          label="Nothing goes out before"
          hint={zone}
          value={startsAt}
          stored={stored.startsAt}
          error={errorOf('/startsAt')}
          onChange={(at) => change({ startsAt: at })}
        />
      )}
      <InstantField
        form={form}
        label="Nothing goes out at or after"
        optional
        hint={`What is left then expires. ${zone}`}
        value={endsAt}
        stored={stored.endsAt}
        after={startsAt}
        error={errorOf('/endsAt')}
        onChange={(at) => change({ endsAt: at })}
      />
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

interface InstantFieldProps {
  form: FieldsForm;
  label: string;
  hint: string;
  optional?: boolean;
  value: string | null;
  /** What has passed may stay as it is, but nobody chooses it anew. */
  stored: string | null;
  after?: string | null;
  error: string | undefined;
  onChange: (at: string | null) => void;
}

function InstantField({
  form,
  label,
  hint,
  optional = false,
  value,
  stored,
  after = null,
  error,
  onChange,
}: InstantFieldProps) {
  const read = (typed: string): Read<string | null> => {
    const at = fromField(typed);
    if (at === null) return optional ? { value: null } : { wrong: 'Give a day and a time, or start with the launch.' };
    const isOld = stored !== null && toField(stored) === typed;
    if (Date.parse(at) <= serverNowMs() && !isOld)
      return { wrong: 'This is in the past. Choose a time that is still to come.' };
    if (after !== null && at <= after) return { wrong: 'The end must come after the start.' };
    return { value: at };
  };
  const { text, wrong, onText, onLeave } = useTyped({
    form,
    name: label,
    shown: value === null ? '' : toField(value),
    read,
    onValue: onChange,
  });
  return (
    <Field label={label} optional={optional} hint={hint} error={wrong ?? error}>
      <Input
        type="datetime-local"
        className="max-w-64"
        value={text}
        onChange={(event) => onText(event.target.value)}
        onBlur={onLeave}
      />
    </Field>
  );
}
