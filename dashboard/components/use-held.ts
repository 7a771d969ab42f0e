import { createContext, useCallback, useRef, useState } from 'react';

/** A field whose text is no value holds its form until it is mended; undefined = it is fine again. */
export type Hold = (field: string, wrong: string | undefined) => void;

/** What holds the form around a field that is told of none. */
export const FormHold = createContext<Hold>(() => {});

/** The fields that hold a form. `isHeld` is asked at once, `held` is what was drawn last. */
export function useHeld(): {
  held: ReadonlySet<string>;
  isHeld: (field?: string) => boolean;
  hold: Hold;
} {
  const latest = useRef<ReadonlySet<string>>(new Set());
  const [held, setHeld] = useState(latest.current);
  const hold = useCallback((field: string, wrong: string | undefined): void => {
    if (latest.current.has(field) === (wrong !== undefined)) return;
    const next = new Set(latest.current);
    if (wrong === undefined) next.delete(field);
    else next.add(field);
    latest.current = next;
    setHeld(next);
  }, []);
  return { held, isHeld: (field) => (field === undefined ? latest.current.size > 0 : latest.current.has(field)), hold };
}
