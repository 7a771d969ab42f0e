import { useEffect, useState } from 'react';

const WAIT_MS = 300;

/** The value as it was when it last stood still: what is asked for while somebody types. */
export function useDebounced<Value>(value: Value): Value {
  const [still, setStill] = useState(value);
  const text = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setStill(value), WAIT_MS);
    return () => clearTimeout(timer);
    // A value that says the same is the same.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [text]);
  return still;
}
