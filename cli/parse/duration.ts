import { z } from 'zod';

const SECONDS: Record<string, number> = { '': 1, s: 1, m: 60, h: 3_600, d: 86_400 };

/** `90`, `90s`, `10m`, `4h`, `2d` -> whole seconds. Undefined = not a duration. */
export function parseSeconds(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,9})([smhd]?)$/.exec(text.trim()) ?? [];
  if (count === undefined) return undefined;
  return Number(count) * (SECONDS[unit] ?? 1);
}

export const seconds = z.string().transform((text, context) => {
  const parsed = parseSeconds(text);
  if (parsed === undefined) {
    context.addIssue(`"${text}" is no duration; write 90s, 10m, 4h or 7d`);
    return z.NEVER;
  }
  return parsed;
});
