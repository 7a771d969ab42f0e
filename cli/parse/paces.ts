import { z } from 'zod';
import { parseSeconds } from './duration.ts';

const CHANNELS: Record<string, 'call' | 'sms' | null> = { calls: 'call', call: 'call', sms: 'sms', '': null };

export interface PaceWords {
  channel: 'call' | 'sms' | null;
  maxCount: number;
  windowMs: number;
}

/** `1/s calls`, `100/1h`, `500/h sms` -> a limit. No channel = both together. Undefined = not a pace. */
export function parsePace(text: string): PaceWords | undefined {
  const [, count, per = '', channelWord = ''] =
    /^(\d{1,7})\/(\d{0,6}[smhd])(?:[ :]+(calls?|sms))?$/.exec(text.trim()) ?? [];
  const channel = CHANNELS[channelWord];
  const windowSeconds = parseSeconds(/^\d/.test(per) ? per : `1${per}`);
  if (count === undefined || channel === undefined || windowSeconds === undefined) return undefined;
  return { channel, maxCount: Number(count), windowMs: windowSeconds * 1_000 };
}

export const paces = z.array(z.string()).transform((words, context) =>
  words.flatMap((word) => {
    const parsed = parsePace(word);
    if (parsed === undefined) context.addIssue(`"${word}" is no pace; write "1/s calls", "500/h sms" or "100/10m"`);
    return parsed ?? [];
  }),
);
