import { createHash, randomBytes } from 'node:crypto';

/** `od_<public id, 12 hex>_<secret, 32 bytes base64url>`. The public id names the key in logs and audit. */
const KEY_FORMAT = /^od_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

export interface ParsedKey {
  publicId: string;
  secret: string;
}

export function newKey(): ParsedKey & { key: string } {
  const publicId = randomBytes(6).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  return { publicId, secret, key: `od_${publicId}_${secret}` };
}

export function parseKey(text: string): ParsedKey | undefined {
  const [, publicId, secret] = KEY_FORMAT.exec(text) ?? [];
  return publicId && secret ? { publicId, secret } : undefined;
}

/** Plain SHA-256 is enough for a secret of 256 random bits: there is nothing to guess. */
export const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');
