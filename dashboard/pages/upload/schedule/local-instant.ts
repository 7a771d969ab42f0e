/** An instant as a field of date and time has it: the wall clock of this browser, to the minute. */
export function toField(iso: string): string {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** And back; null = it is no time yet. A time that the clocks skip here becomes the one after it. */
export function fromField(text: string): string | null {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
