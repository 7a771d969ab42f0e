import { useState, type ReactNode } from 'react';
import { Combobox } from '../../../components/combobox.tsx';
import { Field } from '../../../components/field.tsx';
import { Input } from '../../../components/input.tsx';
import type { ProgrammeDetail } from '../shapes.ts';
import { placeOf } from '../words.ts';
import { ZONE_OPTIONS } from '../../../format/zone-options.ts';
import { phoneProblem, type OneForm } from './one-form.ts';
import { VariableFields } from './variable-fields.tsx';

interface WhoFieldsProps {
  form: OneForm;
  onChange: (change: Partial<OneForm>) => void;
  programme: ProgrammeDetail | undefined;
  /** What is wrong, by its pointer: "/phone". */
  problems: Readonly<Record<string, string>>;
  externalIdHint: string;
  /** When it is, between who and whose clock. */
  children: ReactNode;
  /** After whose clock it is. */
  place?: ReactNode;
}

/** Whose appointment or series it is, and on whose clock. */
export function WhoFields(props: WhoFieldsProps) {
  const [left, setLeft] = useState(false);
  const { form, onChange, programme, problems, externalIdHint, children, place } = props;
  const own = programme?.settings.zone ?? null;
  const anybody = own === null ? 'The recipient’s, by the number' : `The programme’s: ${placeOf(own)}`;
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Phone"
          error={(left ? phoneProblem(form.phone) : undefined) ?? problems['/phone']}
          hint="In full, with the country code."
        >
          <Input
            type="tel"
            autoComplete="off"
            placeholder="+1 202 555 0123"
            value={form.phone}
            onBlur={() => setLeft(true)}
            onChange={(event) => onChange({ phone: event.target.value, exact: undefined })}
          />
        </Field>
        <Field label="Name" optional error={problems['/name']}>
          <Input autoComplete="off" value={form.name} onChange={(event) => onChange({ name: event.target.value })} />
        </Field>
      </div>
      {children}
      <Field label="On the clock of" error={problems['/zone']}>
        <Combobox
          options={[{ value: '', label: anybody }, ...ZONE_OPTIONS]}
          value={form.zone}
          onChange={(zone) => onChange({ zone, exact: undefined })}
        />
      </Field>
      {place}
      <Field label="External id" optional error={problems['/externalId']} hint={externalIdHint}>
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
