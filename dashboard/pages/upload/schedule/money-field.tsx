import { useState } from 'react';
import { Field } from '../../../components/field.tsx';
import { Input } from '../../../components/input.tsx';
import { microsOf } from '../../../format/money.ts';

interface MoneyFieldProps {
  label: string;
  hint: string;
  currency: string;
  micros: number | null;
  error?: string | undefined;
  onChange: (micros: number | null) => void;
}

/** An amount that may be left out: then nothing limits it. */
export function MoneyField({ label, hint, currency, micros, error, onChange }: MoneyFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const read = typed === null || typed === '' ? null : microsOf(typed);
  const wrong = typed !== null && typed !== '' && (read === null || read === 0);
  return (
    <Field label={label} optional hint={hint} error={wrong ? 'An amount above 0, like 250.00.' : error}>
      <span className="block max-w-40">
        <Input
          inputMode="decimal"
          trail={currency}
          placeholder="no limit"
          value={typed ?? (micros === null ? '' : (micros / 1_000_000).toFixed(2))}
          onChange={(event) => {
            const text = event.target.value.trim();
            setTyped(text);
            const amount = microsOf(text);
            if (text === '') onChange(null);
            else if (amount !== null && amount > 0) onChange(amount);
          }}
          onBlur={() => setTyped(null)}
        />
      </span>
    </Field>
  );
}
