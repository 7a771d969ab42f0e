import { randomBytes } from 'node:crypto';
import { SECRET_PREFIX } from '../../domain/events/sign-event.ts';
import type { EngineDeps } from '../deps.ts';

const SECRET_BYTES = 32;
/** How long a replaced secret still signs beside the new one: a receiver changes over in this time. */
export const OLD_SECRET_MS = 86_400_000;

interface Kept {
  secret: string;
  untilMs: number | null;
}

export const newSecret = (): string => `${SECRET_PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;

/** Seals a secret as the one of an endpoint, beside those that it replaces; those end after OLD_SECRET_MS. */
export function sealSecrets(
  { seal, open }: Pick<EngineDeps['secrets'], 'seal' | 'open'>,
  secret: string,
  replaced?: { sealed: string; nowMs: number },
): string {
  const old = replaced === undefined ? [] : living(read(open, replaced.sealed), replaced.nowMs);
  const ending = old.slice(0, 1).map((each) => ({ ...each, untilMs: (replaced?.nowMs ?? 0) + OLD_SECRET_MS }));
  return seal([{ secret, untilMs: null }, ...ending].map(write).join('\n'));
}

/** The secrets that sign now, the newest first. Throws EngineError `secret_unreadable`. */
export const openSecrets = ({ open }: Pick<EngineDeps['secrets'], 'open'>, sealed: string, nowMs: number): string[] =>
  living(read(open, sealed), nowMs).map(({ secret }) => secret);

/** A line each: the secret, and when it ends where it does. */
const write = ({ secret, untilMs }: Kept): string => (untilMs === null ? secret : `${secret} ${untilMs}`);

const read = (open: (sealed: string) => string, sealed: string): Kept[] =>
  open(sealed)
    .split('\n')
    .map((line) => {
      const [secret = '', until] = line.split(' ');
      return { secret, untilMs: until === undefined ? null : Number(until) };
    });

const living = (kept: Kept[], nowMs: number): Kept[] =>
  kept.filter(({ untilMs }) => untilMs === null || untilMs > nowMs);
