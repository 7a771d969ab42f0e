import { useRef } from 'react';
import { toProblem } from '../api/problem.ts';

interface IntentKey {
  /** The idempotency key of the intent that is open. */
  current: () => string;
  /** After a refusal, for sure nothing happened: the next press is another intent. After silence it is the same one. */
  refused: (error: unknown) => void;
  renew: () => void;
}

/** For what must not happen twice when a button is pressed again for want of an answer. */
export function useIntentKey(): IntentKey {
  const key = useRef(crypto.randomUUID());
  const renew = (): void => {
    key.current = crypto.randomUUID();
  };
  return {
    current: () => key.current,
    renew,
    refused: (error) => {
      const { status } = toProblem(error);
      if (status >= 400 && status < 500) renew();
    },
  };
}
