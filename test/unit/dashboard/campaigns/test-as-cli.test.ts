import { expect, it } from 'vitest';
import { looksWhole } from '../../../../dashboard/pages/campaigns/tests/looks-whole.ts';
import { cliOf } from '../../../../dashboard/pages/campaigns/tests/test-as-cli.ts';

it('says a test as a command that a shell reads as it was typed', () => {
  expect(cliOf('c1', { phone: '+12125550142', step: 0 })).toBe('outdial campaign test c1 --to +12125550142 --wait');
  expect(cliOf('c1', { phone: '+1 212', step: 1, row: 7, values: { first: "O'Hara $1" }, agrees: true })).toBe(
    `outdial campaign test c1 --to '+1 212' --step 2 --row 7 --value 'first=O'\\''Hara $1' --agrees --wait`,
  );
  expect(cliOf('c1', { phone: '' })).toContain('--to +12025550123');
});

it('asks about a number once it may be whole', () => {
  expect(['', '+1', '+1212555', '12125550142'].filter(looksWhole)).toEqual([]);
  expect(['+12125550142', ' +1 (212) 555-0142', '+49301234'].filter(looksWhole)).toHaveLength(3);
});
