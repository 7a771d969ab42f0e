import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { EngineError } from '../error.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'v1';

export interface Secrets {
  seal: (plain: string) => string;
  open: (sealed: string) => string;
  /** A MAC (HMAC-SHA256) that only this installation can make; each purpose has a key of its own. */
  sign: (purpose: string, data: Uint8Array) => Buffer;
  /** Whether a MAC, or its first bytes, were made by `sign`, with the key of now or the old one. Constant time. */
  isSignedBy: (purpose: string, data: Uint8Array, mac: Uint8Array) => boolean;
}

/**
 * Seals secrets of provider accounts with AES-256-GCM (keys of 32 bytes): `v1.<iv>.<text and tag>`, base64url.
 * While a key is being replaced, what the old one sealed still opens; everything new is sealed with the new one.
 * `open` throws EngineError `secret_unreadable` when neither key fits.
 */
export function createSecrets(key: Buffer, oldKey?: Buffer): Secrets {
  const keys = oldKey ? [key, oldKey] : [key];
  return {
    seal: (plain) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${VERSION}.${iv.toString('base64url')}.${sealed.toString('base64url')}`;
    },
    open: (sealed) => {
      for (const candidate of keys) {
        const plain = tryOpen(candidate, sealed);
        if (plain !== undefined) return plain;
      }
      throw new EngineError(
        'conflict',
        'secret_unreadable',
        'A stored secret cannot be opened with the configured key.',
        {
          repair:
            'Set OUTDIAL_SECRET_KEY (or OUTDIAL_SECRET_KEY_OLD) to the key that sealed it, or rotate the account key.',
        },
      );
    },
    sign: (purpose, data) => signWith(key, purpose, data),
    isSignedBy: (purpose, data, mac) => {
      // Both keys are always tried: how long it takes tells nothing.
      const matches = keys.map((candidate) => {
        const own = signWith(candidate, purpose, data).subarray(0, mac.length);
        return mac.length > 0 && own.length === mac.length && timingSafeEqual(own, mac);
      });
      return matches.includes(true);
    },
  };
}

function signWith(key: Buffer, purpose: string, data: Uint8Array): Buffer {
  const derived = hkdfSync('sha256', key, '', `outdial:${purpose}`, 32);
  return createHmac('sha256', Buffer.from(derived)).update(data).digest();
}

function tryOpen(key: Buffer, sealed: string): string | undefined {
  const [version, ivText = '', bodyText = ''] = sealed.split('.');
  const iv = Buffer.from(ivText, 'base64url');
  const body = Buffer.from(bodyText, 'base64url');
  if (version !== VERSION || iv.length !== IV_BYTES || body.length < TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, iv);
  decipher.setAuthTag(body.subarray(body.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(body.subarray(0, body.length - TAG_BYTES)), decipher.final()]).toString(
      'utf8',
    );
  } catch {
    return undefined;
  }
}
