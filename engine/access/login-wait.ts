/** How far back wrong passwords count. */
export const COUNTED_MS = 15 * 60_000;

const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/**
 * Wrong passwords that cost no wait. An address may be that of a whole office, or of the proxy in front of the api: by
 * five of anybody everybody would be kept out.
 */
export const FREE_FAILURES = { email: 5, address: 20 } as const;

/** How long after the last of so many wrong passwords the next one may be tried: 30 s, doubling up to 15 minutes. */
export function loginWaitMs(subject: keyof typeof FREE_FAILURES, failures: number): number {
  const beyond = failures - FREE_FAILURES[subject];
  return beyond < 0 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** beyond);
}
