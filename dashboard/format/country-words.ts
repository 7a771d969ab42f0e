const names = new Intl.DisplayNames('en', { type: 'region' });

/** "United States" of US; a code that is of no country as it is. */
export function countryWords(code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}
