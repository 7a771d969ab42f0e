import { Combobox } from '../../../components/combobox.tsx';
import { Field } from '../../../components/field.tsx';
import { Input } from '../../../components/input.tsx';
import type { ProgrammeDetail } from '../shapes.ts';
import { placeOf } from '../words.ts';
import { ZONE_OPTIONS } from '../zones.ts';
import { idOf, type OneForm } from './one-form.ts';

interface OneFieldsProps {
  form: OneForm;
  onChange: (change: Partial<OneForm>) => void;
  programme: ProgrammeDetail | undefined;
  /** What is wrong, by its pointer: "/phone". */
  problems: Readonly<Record<string, string>>;
}

/** What is told of one appointment. */
export function OneFields({ form, onChange, programme, problems }: OneFieldsProps) {
  const own = programme?.settings.zone ?? null;
  const anybody = own === null ? 'The recipient’s, by the number' : `The programme’s: ${placeOf(own)}`;
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Phone" error={problems['/phone']} hint="In full, with the country code.">
          <Input
            type="tel"
            autoComplete="off"
            placeholder="+1 202 555 0123"
            value={form.phone}
            onChange={(event) => onChange({ phone: event.target.value, exact: undefined })}
          />
        </Field>
        <Field label="Name" optional error={problems['/name']}>
          <Input autoComplete="off" value={form.name} onChange={(event) => onChange({ name: event.target.value })} />
        </Field>
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Date" error={problems['/startsAt']}>
          <Input
            type="date"
            value={form.date}
            onChange={(event) => onChange({ date: event.target.value, exact: undefined, fold: undefined })}
          />
        </Field>
        <Field label="Time">
          <Input
            type="time"
            value={form.time}
            onChange={(event) => onChange({ time: event.target.value, exact: undefined, fold: undefined })}
          />
        </Field>
      </div>
      <Field label="On the clock of" error={problems['/zone']}>
        <Combobox
          options={[{ value: '', label: anybody }, ...ZONE_OPTIONS]}
          value={form.zone}
          onChange={(zone) => onChange({ zone, exact: undefined })}
        />
      </Field>
      <details open={problems['/recipientZone'] !== undefined || form.recipientZone !== '' || undefined}>
        <summary className="w-fit text-sm text-muted hover:text-fg">
          The recipient is somewhere else than the number says
        </summary>
        <div className="mt-3">
          <Field
            label="Where the recipient is"
            optional
            error={problems['/recipientZone']}
            hint="Calling hours are those of this place. Left open, it is guessed from the number."
          >
            <Combobox
              options={[{ value: '', label: 'By the number' }, ...ZONE_OPTIONS]}
              value={form.recipientZone}
              onChange={(recipientZone) => onChange({ recipientZone })}
            />
          </Field>
        </div>
      </details>
      <Field
        label="External id"
        optional
        error={problems['/externalId']}
        hint={`The id in your own system: the same id again moves this appointment. Left empty: ${idOf(form)}.`}
      >
        <Input
          autoComplete="off"
          value={form.externalId}
          onChange={(event) => onChange({ externalId: event.target.value })}
        />
      </Field>
      <VariableFields
        required={programme?.requiredVariables ?? []}
        values={form.variables}
        problems={problems}
        onChange={(variables) => onChange({ variables })}
      />
    </>
  );
}

interface VariableFieldsProps {
  required: readonly string[];
  values: Readonly<Record<string, string>>;
  problems: Readonly<Record<string, string>>;
  onChange: (values: Record<string, string>) => void;
}

/** What the texts of the programme say of each appointment. */
export const VariableFields = ({ required, values, problems, onChange }: VariableFieldsProps) =>
  required.length === 0 ? null : (
    <fieldset className="flex flex-col gap-4">
      <legend className="mb-2 text-sm font-medium">What the texts of the programme say</legend>
      <div className="grid gap-4 sm:grid-cols-2">
        {required.map((name) => (
          <Field
            key={name}
            label={name}
            error={problems[`/variables/${name}`]}
            hint={(values[name] ?? '').trim() === '' ? 'Needed: a text says it.' : undefined}
          >
            <Input
              autoComplete="off"
              value={values[name] ?? ''}
              onChange={(event) => onChange({ ...values, [name]: event.target.value })}
            />
          </Field>
        ))}
      </div>
    </fieldset>
  );
