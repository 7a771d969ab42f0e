import { Checkbox } from '../../components/checkbox.tsx';
import { EVENT_GROUPS } from './event-words.ts';

interface EventKindsProps {
  picked: readonly string[];
  onChange: (picked: string[]) => void;
  problem: string | undefined;
}

/** Which events an address is told, by groups. */
export function EventKinds({ picked, onChange, problem }: EventKindsProps) {
  const toggle = (kinds: readonly string[], on: boolean): void => {
    const rest = picked.filter((kind) => !kinds.includes(kind));
    onChange(on ? [...rest, ...kinds] : rest);
  };
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 font-medium">Which events</legend>
      <div className="grid gap-4 sm:grid-cols-2">
        {EVENT_GROUPS.map(({ label, kinds }) => {
          const names = kinds.map(([kind]) => kind);
          const on = names.filter((kind) => picked.includes(kind)).length;
          return (
            <div key={label} role="group" aria-label={label}>
              <Checkbox
                checked={on === names.length ? true : on === 0 ? false : 'indeterminate'}
                onChange={() => toggle(names, on < names.length)}
                label={label}
              />
              <ul className="mt-1 ml-6 flex flex-col gap-1">
                {kinds.map(([kind, words]) => (
                  <li key={kind}>
                    <Checkbox
                      checked={picked.includes(kind)}
                      onChange={(next) => toggle([kind], next === true)}
                      label={words}
                    />
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
      </div>
      {problem !== undefined && (
        <p data-tone="danger" role="alert" className="text-xs text-tone-fg">
          {problem}
        </p>
      )}
      <p className="text-sm text-muted">With all of them it is told of kinds that come later, too.</p>
    </fieldset>
  );
}
