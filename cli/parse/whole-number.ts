import { z } from 'zod';

/** Digits as typed -> a number. Which numbers make sense is the API's to say. */
export const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/, 'write a whole number')
  .transform(Number);

export const decimal = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,6})?$/, 'write a number like 2 or 0.5')
  .transform(Number);
