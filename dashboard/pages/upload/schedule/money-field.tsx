import { Field } from '../../../components/field.tsx';
import { Input } from '../../../components/input.tsx';
import type { FieldsForm } from './fields-form.ts';
import { readAmount } from './read-amount.ts';
import { useTyped } from '../../../components/use-typed.ts';

interface MoneyFieldProps {
  form: Pick<FieldsForm, 'hold'>;
  label: string;
  hint: string;
  currency: string;
  micros: number | null;
  error?: string | undefined;
  onChange: (micros: number | null) => void;
}

/** An amount that may be left out: then nothing limits it. */
export function MoneyField({ form, label, hint, currency, micros, error, onChange }: MoneyFieldProps) {
  const { text, wrong, onText, onLeave } = useTyped({
    form,
    name: label,
    shown: micros === null ? '' : (micros / 1_000_000).toFixed(2),
    read: readAmount,
    onValue: onChange,
  });
  return (
    <Field label={label} optional hint={hint} error={wrong ?? error}>
      <span className="block max-w-40">
        <Input
          inputMode="decimal"
          trail={currency}
          placeholder="no limit"
          value={text}
          onChange={(event) => onText(event.target.value)}
          onBlur={onLeave}
        />
      </span>
    </Field>
  );
}
