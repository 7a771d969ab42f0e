import { useContext, useId } from 'react';
import { Field } from './field.tsx';
import { Input } from './input.tsx';
import { readNumber, type NumberRules } from './read-number.ts';
import { FormHold, type Hold } from './use-held.ts';
import { useTyped } from './use-typed.ts';

interface NumberFieldProps extends NumberRules {
  /** Absent = the form around it. */
  form?: { hold: Hold };
  label: string;
  hint?: string;
  unit?: string;
  value: number | null;
  error?: string | undefined;
  /** It can be used, but does not do what somebody may think. */
  warning?: string | undefined;
  /** Null = it was left empty, where that is allowed. */
  onChange: (value: number | null) => void;
}

/** A number while it is typed: what is half written is nobody's value yet, and stays where it is. */
export function NumberField(props: NumberFieldProps) {
  const around = useContext(FormHold);
  const id = useId();
  const { form = { hold: around }, label, hint, unit, value, error, warning, onChange, ...rules } = props;
  const { text, wrong, onText, onLeave } = useTyped({
    form,
    name: id,
    shown: value === null ? '' : String(value),
    read: (typed) => readNumber(typed, rules),
    onValue: onChange,
  });
  return (
    <Field
      label={label}
      optional={rules.optional ?? false}
      error={wrong ?? error}
      {...(hint === undefined ? {} : { hint })}
    >
      <span className="block max-w-40">
        <Input
          inputMode={rules.decimal === true ? 'decimal' : 'numeric'}
          trail={unit}
          value={text}
          onChange={(event) => onText(event.target.value)}
          onBlur={onLeave}
        />
      </span>
      {warning !== undefined && wrong === undefined && (
        <p role="status" data-tone="warning" className="mt-1 text-xs text-tone-fg">
          {warning}
        </p>
      )}
    </Field>
  );
}
