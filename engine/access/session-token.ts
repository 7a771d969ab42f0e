import { randomBytes } from 'node:crypto';
import { sha256Hex } from './key-format.ts';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** 256 random bits for a session or a one-time link. Only the hash is stored: the database's reader gets no way in. */
export function newToken(): { token: string; sha256: string } {
  const token = randomBytes(32).toString('base64url');
  return { token, sha256: sha256Hex(token) };
}

/** The hash under which a token is stored; undefined = this was never one of ours. */
export const tokenHash = (token: string): string | undefined => (TOKEN.test(token) ? sha256Hex(token) : undefined);
