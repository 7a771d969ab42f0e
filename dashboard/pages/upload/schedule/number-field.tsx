import { useState } from 'react';
import { Field } from '../../../components/field.tsx';
import { Input } from '../../../components/input.tsx';

interface NumberFieldProps {
  label: string;
  hint?: string;
  unit?: string;
  value: number | null;
  error?: string | undefined;
  optional?: boolean;
  decimal?: boolean;
  /** Null = it was left empty. */
  onChange: (value: number | null) => void;
}

/** A number while it is typed: what is half written is nobody's value yet. */
export function NumberField({
  label,
  hint,
  unit,
  value,
  error,
  optional = false,
  decimal = false,
  onChange,
}: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const pattern = decimal ? /^\d+(\.\d+)?$/ : /^\d+$/;
  const wrong = typed !== null && !(pattern.test(typed) || (optional && typed === ''));
  return (
    <Field
      label={label}
      optional={optional}
      error={wrong ? (decimal ? 'A number, like 0.5.' : 'A whole number.') : error}
      {...(hint === undefined ? {} : { hint })}
    >
      <span className="block max-w-40">
        <Input
          inputMode={decimal ? 'decimal' : 'numeric'}
          trail={unit}
          value={typed ?? (value === null ? '' : String(value))}
          onChange={(event) => {
            const text = event.target.value.trim();
            setTyped(text);
            if (pattern.test(text)) onChange(Number(text));
            else if (optional && text === '') onChange(null);
          }}
          onBlur={() => setTyped(null)}
        />
      </span>
    </Field>
  );
}
