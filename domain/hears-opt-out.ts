import type { TranscriptTurn } from './fact.ts';
import { refuses, wordsOf } from './refusal-language.ts';

/**
 * The words with which the person (never the agent) asked in a call not to be contacted again, as evidence; undefined
 * when nobody asked. Turns of the person that follow one another are read together too: transcripts cut sentences.
 */
export function hearsOptOut(turns: readonly TranscriptTurn[]): string | undefined {
  let before = '';
  for (const turn of turns) {
    if (turn.role !== 'person') {
      // The agent's "okay" in between does not end the person's sentence, a longer turn does.
      if (turn.text.trim().split(/\s+/).length > 2) before = '';
      continue;
    }
    const words = wordsOf(turn.text);
    if (words === 'stop' || refuses(words)) return turn.text.trim();
    if (before !== '' && refuses(wordsOf(`${before} ${turn.text}`))) return `${before} ${turn.text}`.trim();
    before = turn.text;
  }
  return undefined;
}
