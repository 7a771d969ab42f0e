/** What was typed without the commas that part thousands; null where a comma is none of these, as in "10,50". Pure. */
export function withoutCommas(text: string): string | null {
  if (!text.includes(',')) return text;
  return /^[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(text) ? text.replaceAll(',', '') : null;
}

/** "Write 10.50 …" of "10,50"; undefined where no comma stands for the point. Pure. */
export function pointAdvice(text: string): string | undefined {
  const [, number = '', whole = '', part = ''] = /^[^\d.,-]*((\d*),(\d+))$/.exec(text.trim()) ?? [];
  if (number === '' || withoutCommas(number) !== null) return undefined;
  return `Write ${whole === '' ? '0' : whole}.${part} with a point: a comma only parts thousands.`;
}
