import type { EngineDeps } from '../deps.ts';

const PURPOSE = 'answer-token';
const ID_BYTES = 16;
const MAC_BYTES = 16;

/**
 * The authority to report what was answered in one attempt, and nothing else: the attempt's id and a MAC over it. It
 * goes to the agent with the call; who has it may say "no" for this one person.
 */
export function answerToken(secrets: Pick<EngineDeps['secrets'], 'sign'>, attemptId: string): string {
  const id = Buffer.from(attemptId.replaceAll('-', ''), 'hex');
  return Buffer.concat([id, secrets.sign(PURPOSE, id).subarray(0, MAC_BYTES)]).toString('base64url');
}

/** The attempt of a token; undefined when it was not made here. Compares in constant time. */
export function attemptOfToken(secrets: Pick<EngineDeps['secrets'], 'isSignedBy'>, token: string): string | undefined {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== ID_BYTES + MAC_BYTES || bytes.toString('base64url') !== token) return undefined;
  const id = bytes.subarray(0, ID_BYTES);
  if (!secrets.isSignedBy(PURPOSE, id, bytes.subarray(ID_BYTES))) return undefined;
  const hex = id.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
