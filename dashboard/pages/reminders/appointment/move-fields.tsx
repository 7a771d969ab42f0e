import { Combobox } from '../../../components/combobox.tsx';
import { Field } from '../../../components/field.tsx';
import { Input } from '../../../components/input.tsx';
import { DateTimeFields } from '../book/date-time-fields.tsx';
import { VariableFields } from '../book/variable-fields.tsx';
import { ZONE_OPTIONS } from '../../../format/zone-options.ts';
import { mayEditVariables, type MoveForm } from './move-form.ts';

interface MoveFieldsProps {
  form: MoveForm;
  onChange: (change: Partial<MoveForm>) => void;
  problems: Readonly<Record<string, string>>;
}

/** What of an appointment can be otherwise. */
export const MoveFields = ({ form, onChange, problems }: MoveFieldsProps) => (
  <div className="flex flex-col gap-4">
    <DateTimeFields {...form} onChange={onChange} problem={problems['/startsAt']} />
    <Field label="On the clock of" error={problems['/zone']}>
      <Combobox options={ZONE_OPTIONS} value={form.zone} onChange={(zone) => onChange({ zone, exact: undefined })} />
    </Field>
    <Field label="Name" optional>
      <Input autoComplete="off" value={form.name} onChange={(event) => onChange({ name: event.target.value })} />
    </Field>
    <Field
      label="Where the recipient is"
      optional
      error={problems['/recipientZone']}
      hint="Only where that is known better than by the number. Calling hours are those of this place."
    >
      <Combobox
        options={[{ value: '', label: 'As it is' }, ...ZONE_OPTIONS]}
        value={form.recipientZone}
        onChange={(recipientZone) => onChange({ recipientZone })}
      />
    </Field>
    <VariableFields
      required={mayEditVariables(form) ? Object.keys(form.variables) : []}
      values={form.variables}
      problems={problems}
      onChange={(variables) => onChange({ variables })}
    />
  </div>
);
