import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FREE_FAILURES, loginWaitMs } from '../../../../engine/access/login-wait.ts';

it('lets five wrong passwords of an email pass, then waits longer each time, up to a quarter of an hour', () => {
  expect([0, 4, 5, 6, 7, 8, 9, 10, 100].map((failures) => loginWaitMs('email', failures) / 1_000)).toEqual([
    0, 0, 30, 60, 120, 240, 480, 900, 900,
  ]);
});

it('is slower to lose patience with an address, which may be a whole office', () => {
  expect(FREE_FAILURES.address).toBeGreaterThan(FREE_FAILURES.email);
  expect(loginWaitMs('address', FREE_FAILURES.address - 1)).toBe(0);
  expect(loginWaitMs('address', FREE_FAILURES.address)).toBe(30_000);
});

it('never waits less for one more', () => {
  fc.assert(
    fc.property(fc.constantFrom('email' as const, 'address' as const), fc.nat(10_000), (subject, failures) => {
      expect(loginWaitMs(subject, failures + 1)).toBeGreaterThanOrEqual(loginWaitMs(subject, failures));
    }),
  );
});
