import { useShortcut } from '../../app/shortcuts.ts';

interface TriageKeysProps<Choice> {
  choices: readonly Choice[];
  run: (choice: Choice) => void;
  enabled: boolean;
}

/** One key for each choice. */
export const TriageKeys = <Choice extends { key: string; label: string }>({
  choices,
  run,
  enabled,
}: TriageKeysProps<Choice>) => (
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
