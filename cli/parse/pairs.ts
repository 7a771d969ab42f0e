import { z } from 'zod';

/** `name=value` words -> an object. The value may hold `=`, and be empty. */
export const pairs = z
  .array(z.string())
  .default([])
  .transform((words, context) => {
    const found: Record<string, string> = {};
    for (const word of words) {
      const at = word.indexOf('=');
      if (at < 1) context.addIssue(`"${word}" is no pair; write name=value`);
      else found[word.slice(0, at)] = word.slice(at + 1);
    }
    return found;
  });
