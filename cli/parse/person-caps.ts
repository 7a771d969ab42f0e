import { z } from 'zod';
import { parseSeconds } from './duration.ts';

const HOUR_SECONDS = 3_600;

/** `3/24h` words -> caps. Which figures make sense is the API's to say. */
export const personCaps = z.array(z.string()).transform((words, context) =>
  words.map((word) => {
    const [, count, length = ''] = /^(\d{1,6})\/(\d+[hd])$/.exec(word.trim()) ?? [];
    const seconds = parseSeconds(length);
    if (count === undefined || seconds === undefined) {
      context.addIssue(`"${word}" is no cap; write 3/24h or 10/30d`);
      return z.NEVER;
    }
    return { count: Number(count), hours: seconds / HOUR_SECONDS };
  }),
);
