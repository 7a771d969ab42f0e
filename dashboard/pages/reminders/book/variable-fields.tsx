import { Field } from '../../../components/field.tsx';
import { Input } from '../../../components/input.tsx';

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
