import { describe, expect, it } from 'vitest';
import { phoneIn } from '../../../../dashboard/pages/suppressions/phone-text.ts';

describe('a number that is typed', () => {
  it('is read in full, however it is parted', () => {
    for (const text of ['+1 (202) 555-0123', '+1.202.555.0123', '0012025550123', '+12025550123']) {
      expect(phoneIn(text)).toBe('+12025550123');
    }
  });
  it('is none without its country, too short, or with letters', () => {
    for (const text of ['202 555 0123', '12025550123', '+123', '+1 202 CALL', '+0 202 555 0123', '']) {
      expect(phoneIn(text), text).toBeUndefined();
    }
  });
});
