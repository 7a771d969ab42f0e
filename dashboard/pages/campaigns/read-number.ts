/** A number of 0 or more as people write it: "1,200", "0.5"; undefined = it is none. */
export function readNumber(text: string): number | undefined {
  const clean = text.trim().replaceAll(',', '');
  return /^\d{1,12}(\.\d{1,6})?$|^\.\d{1,6}$/.test(clean) ? Number(clean) : undefined;
}
