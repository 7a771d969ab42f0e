import { describe, expect, it } from 'vitest';
import { REFUSALS } from '../../../domain/refusal.ts';

describe('refusals', () => {
  it('give the contact back unburned exactly where the account, not the contact, was refused', () => {
    for (const { contact, breaker } of Object.values(REFUSALS)) {
      expect(contact === 'back_to_due').toBe(breaker !== 'none');
    }
  });

  it('take a recipient who is blocked by the carrier for one who said no', () => {
    expect(REFUSALS.opted_out.contact).toBe('opt_out');
    expect(Object.values(REFUSALS).filter(({ contact }) => contact === 'opt_out')).toHaveLength(1);
  });
});
