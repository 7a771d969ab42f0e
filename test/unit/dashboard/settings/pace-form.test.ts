import { describe, expect, it } from 'vitest';
import { formOf, paceOf } from '../../../../dashboard/pages/settings/pace-form.ts';

describe('a pace that is shown and saved unchanged', () => {
  it('is the same pace', () => {
    for (const pace of [
      { channel: 'call' as const, maxCount: 40, windowMs: 1_000 },
      { channel: null, maxCount: 500, windowMs: 3_600_000 },
      { channel: 'sms' as const, maxCount: 2, windowMs: 90_000 },
      { channel: 'call' as const, maxCount: 1, windowMs: 250, numberId: '0198-n' },
    ]) {
      expect(paceOf(formOf(pace, 0))).toEqual(pace);
    }
  });
});

describe('what is typed and is no pace', () => {
  const form = formOf({ channel: null, maxCount: 1, windowMs: 60_000 }, 0);
  it('is refused before it is sent', () => {
    for (const part of [
      { count: '0' },
      { count: '1.5' },
      { count: 'x' },
      { span: '0' },
      { span: '' },
      { span: '25', unit: 'h' as const },
    ]) {
      expect(paceOf({ ...form, ...part }), JSON.stringify(part)).toBeUndefined();
    }
  });
});
