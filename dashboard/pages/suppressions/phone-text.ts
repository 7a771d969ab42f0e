/** A number as it was typed, in full: "+12025550123"; undefined = it is none. Spaces, dots, dashes and brackets go. */
export function phoneIn(text: string): string | undefined {
  const clean = text.replaceAll(/[\s().-]/g, '').replace(/^00/, '+');
  return /^\+[1-9]\d{6,14}$/.test(clean) ? clean : undefined;
}

/** What is said of a text that is none. */
export const NO_PHONE = 'Write it in full, with + and country code.';
