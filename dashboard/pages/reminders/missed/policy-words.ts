import type { MissedPage } from '../shapes.ts';

/** What the programmes do with what is late, in a sentence each; the same policy is said once. */
export function policyWords(policies: MissedPage['policies']): string {
  const words = new Set(policies.map((policy) => policy.words));
  const [only] = words;
  if (words.size === 1 && only !== undefined) return `Policy: ${only}.`;
  return policies.map((policy) => `${policy.programme}: ${policy.words}.`).join(' ');
}
