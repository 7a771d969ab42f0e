import type { Call } from '../world/records.ts';
import { talks } from './behaviour.ts';

export interface SpokenTurn {
  speaker: 'agent' | 'person';
  text: string;
  startSeconds: number;
  endSeconds: number;
}

const AGENT_OPENING = 'Hello, this is an automated assistant calling on a recorded line. Is this a good moment?';

const personWords = (call: Call): string => {
  const { outcome, optOut, says } = call.behaviour;
  if (says !== null) return says;
  if (outcome === 'voicemail') return 'You have reached the voicemail of this number. Leave a message after the tone.';
  if (optOut) return 'No. Please stop calling me and take me off your list.';
  return outcome === 'hang_up' ? 'Not now.' : 'Yes, that works for me, thank you.';
};

/** What was said, made when it is read: a million calls need not hold their words. Empty when nobody answered. */
export const transcriptOf = (call: Call): SpokenTurn[] => {
  if (!talks(call.behaviour.outcome) || call.talkSeconds === 0) return [];
  const half = Math.min(4, call.talkSeconds / 2);
  const turns: SpokenTurn[] = [
    { speaker: 'agent', text: AGENT_OPENING, startSeconds: 0, endSeconds: half },
    { speaker: 'person', text: personWords(call), startSeconds: half, endSeconds: call.talkSeconds },
  ];
  if (call.behaviour.outcome === 'answer') {
    const text = call.behaviour.optOut ? 'Understood, you will not be called again. Goodbye.' : 'Thank you. Goodbye.';
    turns.push({ speaker: 'agent', text, startSeconds: call.talkSeconds, endSeconds: call.talkSeconds });
  }
  return turns;
};

export const summaryOf = (call: Call): string | null => {
  if (call.talkSeconds === 0) return null;
  if (call.behaviour.outcome === 'voicemail') return 'A voicemail box answered.';
  return call.behaviour.optOut ? 'The person asked not to be called again.' : 'The person was reached.';
};
