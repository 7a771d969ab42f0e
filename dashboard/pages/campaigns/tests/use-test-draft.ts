import { useState } from 'react';
import { readOwnPhone } from './own-phone.ts';
import type { NewTest } from './queries.ts';

/** What is typed so far. */
export interface TestDraft {
  phone: string;
  step: number;
  /** Empty = the first accepted row. */
  row: string;
  /** In place of the row's. */
  values: Readonly<Record<string, string>>;
  timezone: string;
  agrees: boolean;
}

/** The fields of a test, and the same as it is asked for. */
export function useTestDraft(): {
  typed: TestDraft;
  draft: NewTest;
  set: (change: Partial<TestDraft>) => void;
} {
  const [typed, setTyped] = useState<TestDraft>(() => ({
    phone: readOwnPhone(),
    step: 0,
    row: '',
    values: {},
    timezone: '',
    agrees: false,
  }));
  const { phone, step, row, values, timezone, agrees } = typed;
  const draft: NewTest = {
    phone: phone.trim(),
    step,
    ...(row === '' ? {} : { row: Number(row) }),
    ...(Object.keys(values).length === 0 ? {} : { values: { ...values } }),
    ...(timezone === '' ? {} : { timezone }),
    ...(agrees ? { agrees } : {}),
  };
  return { typed, draft, set: (change) => setTyped((known) => ({ ...known, ...change })) };
}
