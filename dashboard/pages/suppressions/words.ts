import type { Suppression } from './queries.ts';

/** What a no, or a yes, was said to: "all calls and texts", "marketing texts". */
export function scopeWords(purpose: string, channel: string): string {
  const what = channel === 'call' ? 'calls' : channel === 'sms' ? 'texts' : 'calls and texts';
  return `${purpose === '' ? 'all' : purpose} ${what}`;
}

/** After "no": "calls and texts", "marketing texts". */
export const bannedWords = (purpose: string, channel: string): string =>
  scopeWords(purpose, channel).replace(/^all /, '');

/** How it became known. */
export const SOURCE_WORDS: Readonly<Record<Suppression['source'], string>> = {
  sms: 'Text',
  speech: 'Said on a call',
  keypress: 'Pressed a key',
  api: 'Entered by hand or API',
  import: 'Imported',
  list: 'On a stop list',
};
