import { useCallback, useRef, useState } from 'react';
import type { settingsChange } from '../../../../api/schemas/campaigns.ts';
import type { Body } from '../../../api/client.ts';
import type { Settings } from '../queries.ts';

export type Change = Omit<Body<typeof settingsChange>, 'steps'>;

/** What the fields of settings need, in the wizard as in a campaign that runs. */
export interface FieldsForm {
  /** As they are shown: stored, with what was just changed. */
  settings: Settings;
  /** As they are stored. */
  stored: Settings;
  change: (change: Change) => void;
  /** What the server said of one field, by its JSON pointer. */
  errorOf: (pointer: string) => string | undefined;
  /** A field whose text is no value holds the form until it is mended; undefined = it is fine again. */
  hold: (field: string, wrong: string | undefined) => void;
}

/** The fields that hold a form. `isHeld` is asked at once, `held` is what was drawn last. */
export function useHeld(): {
  held: ReadonlySet<string>;
  isHeld: (field?: string) => boolean;
  hold: FieldsForm['hold'];
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
