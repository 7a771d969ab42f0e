import { statusWords } from '../../format/status-words.ts';

/** A cause or an outcome for a narrow column; unknown ends keep the provider's own word. */
export function causeWords(code: string | null): string {
  if (code === null) return '–';
  const [head = '', message] = code.split(/:(.*)/s);
  const { words } = statusWords('outcome', head);
  const known = words.charAt(0).toUpperCase() + words.slice(1);
  return message === undefined ? known : `${known}: ${message}`;
}
