import type { TranscriptTurn } from './fact.ts';
import { mayRefuse, refuses, wordsOf, type Certainty } from './refusal-language.ts';

export interface HeardOptOut {
  certainty: Certainty;
  /** The person's words. */
  evidence: string;
}

/**
 * The words with which the person (never the agent) asked in a call not to be contacted again, or may have; undefined
 * when nobody did. The first certain ones count, else the first doubtful ones. Turns of the person that follow one
 * another are read together too: transcripts cut sentences.
 */
export function hearsOptOut(turns: readonly TranscriptTurn[]): HeardOptOut | undefined {
  let before = '';
  let doubtful: HeardOptOut | undefined;
  for (const turn of turns) {
    if (turn.role !== 'person') {
      // The agent's "okay" in between does not end the person's sentence, a longer turn does.
      if (turn.text.trim().split(/\s+/).length > 2) before = '';
      continue;
    }
    const heard = [hearWords(turn.text), before === '' ? undefined : hearWords(`${before} ${turn.text}`)];
    const certain = heard.find((one) => one?.certainty === 'certain');
    if (certain) return certain;
    doubtful ??= heard.find((one) => one !== undefined);
    before = turn.text;
  }
  return doubtful;
}

/** The same for words alone. */
export function hearWords(text: string): HeardOptOut | undefined {
  const words = wordsOf(text);
  const certainty = words === 'stop' ? 'certain' : refuses(words);
  if (certainty !== null) return { certainty, evidence: text.trim() };
  return mayRefuse(words, { asWhole: false }) ? { certainty: 'doubtful', evidence: text.trim() } : undefined;
}
