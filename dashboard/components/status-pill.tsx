import { statusWords, type StatusKind } from '../format/status-words.ts';
import { Pill } from './pill.tsx';

interface StatusPillProps {
  kind: StatusKind;
  state: string;
  /** More of it: "Paused by Ana 14:02". */
  words?: string;
  size?: 'sm' | 'md';
}

/** A state of the engine: icon, word and colour (E2). */
export function StatusPill({ kind, state, words, size = 'sm' }: StatusPillProps) {
  const known = statusWords(kind, state);
  return (
    <Pill tone={known.tone} size={size} icon={known.icon ?? true}>
      {words ?? known.words}
    </Pill>
  );
}
