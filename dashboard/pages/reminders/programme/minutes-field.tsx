import { Field } from '../../../components/field.tsx';
import { Input } from '../../../components/input.tsx';

interface NumberFieldProps {
  label: string;
  hint?: string;
  error?: string | undefined;
  value: number;
  onChange: (value: number) => void;
  unit?: string;
  min?: number;
}

/** A whole number with its unit. */
export const NumberField = ({ label, hint, error, value, onChange, unit, min = 0 }: NumberFieldProps) => (
  <Field label={label} hint={hint} error={error}>
    <Input
      type="number"
      min={min}
      value={value}
      {...(unit === undefined ? {} : { trail: unit })}
      onChange={(event) => onChange(Math.max(min, Math.floor(Number(event.target.value)) || 0))}
    />
  </Field>
);
