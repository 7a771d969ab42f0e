import { useEffect, useState } from 'react';
import type { Read } from './read-number.ts';
import type { Hold } from './use-held.ts';

interface TypedField<T> {
  form: { hold: Hold };
  /** Of the field, one in the form: "budget". */
  name: string;
  /** The value as text, while nobody types. */
  shown: string;
  read: (text: string) => Read<T>;
  onValue: (value: T) => void;
}

/**
 * What somebody types, until it is a value. What cannot be used stays as it was typed, with what is wrong, and holds the
 * form; it is gone when the value changes from elsewhere.
 */
export function useTyped<T>({ form, name, shown, read, onValue }: TypedField<T>) {
  const [typed, setTyped] = useState<{ text: string; over: string } | null>(null);
  const current = typed !== null && (typed.over === shown || isFine(read(typed.text))) ? typed : null;
  const said = current === null ? undefined : read(current.text);
  const wrong = said !== undefined && 'wrong' in said ? said.wrong : undefined;
  const { hold } = form;
  useEffect(() => {
    hold(name, wrong);
    return () => hold(name, undefined);
  }, [hold, name, wrong]);
  return {
    text: current?.text ?? shown,
    wrong,
    onText: (text: string): void => {
      setTyped({ text, over: shown });
      const next = read(text);
      if ('value' in next) onValue(next.value);
    },
    onLeave: (): void => {
      if (wrong === undefined) setTyped(null);
    },
  };
}

const isFine = <T>(read: Read<T>): boolean => 'value' in read;
