import { useShortcut } from '../../app/shortcuts.ts';
import type { TriageChoice } from './triage-list.tsx';

interface TriageKeysProps<Item> {
  choices: readonly TriageChoice<Item>[];
  run: (choice: TriageChoice<Item>) => void;
  enabled: boolean;
}

/** One key for each choice. */
export const TriageKeys = <Item,>({ choices, run, enabled }: TriageKeysProps<Item>) => (
  <>
    {choices.map((choice) => (
      <Key key={choice.key} keys={choice.key} words={choice.label} run={() => run(choice)} enabled={enabled} />
    ))}
  </>
);

function Key({ keys, words, run, enabled }: { keys: string; words: string; run: () => void; enabled: boolean }) {
  useShortcut(keys, words, run, enabled);
  return null;
}
