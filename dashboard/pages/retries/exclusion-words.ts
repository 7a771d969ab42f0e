/** Why people are left out, as the API says it of one ("has had all attempts"), of so many. */
export function exclusionWords(words: string, count: number): string {
  if (count === 1) return words;
  return words
    .replace(/^has /, 'have ')
    .replace(/^is /, 'are ')
    .replace(/\bits (own )?(time zone|time|hours|turn|cut-off)\b/g, 'their $1$2');
}

/** Of those who were left out only after the plan was made; some reasons say so themselves. */
export const sinceWords = (words: string, count: number): string =>
  /since the plan/.test(words)
    ? exclusionWords(words, count)
    : `${exclusionWords(words, count)}, after the plan was made`;
