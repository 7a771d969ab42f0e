import { useNow } from '../../../app/use-now.ts';
import { Callout } from '../../../components/callout.tsx';
import { count, plural } from '../../../format/number.ts';
import { short } from '../../../format/time.ts';
import type { ChangedProgramme } from '../shapes.ts';
import { sayReason } from '../words.ts';

const COLUMNS = [
  ['unchanged', 'stay'],
  ['moved', 'other time'],
  ['reworded', 'other words'],
  ['added', 'new'],
  ['removed', 'removed'],
  ['skipped', 'skipped'],
] as const;

/** What becomes of the steps that have not gone out, before a change is saved. */
export function Effect({ changed }: { changed: ChangedProgramme }) {
  const { effect, warnings, requiredVariables } = changed;
  return (
    <div className="flex flex-col gap-3">
      {warnings.map(({ code, message }) => (
        <Callout key={code + message} tone="warning" title={message} />
      ))}
      {effect === null ? (
        <p className="text-muted">What waits stays as it is planned; the change holds from the next dial on.</p>
      ) : (
        <>
          <p>
            {effect.complete ? '' : 'There are more than could be looked at in time. '}
            Of {plural(effect.appointments, 'appointment')} to come:
          </p>
          <EffectTable effect={effect} />
          <Examples effect={effect} />
        </>
      )}
      {requiredVariables.length > 0 && (
        <p className="text-sm text-subtle">Every appointment must bring along: {requiredVariables.join(', ')}</p>
      )}
    </div>
  );
}

/** How many messages change, in a line. Pure. */
export function effectLine({ effect }: Pick<ChangedProgramme, 'effect'>): string {
  if (effect === null) return 'No planned message changes.';
  const sum = (of: (typeof COLUMNS)[number][0]): number =>
    Object.values(effect.steps).reduce((total, counts) => total + counts[of], 0);
  const parts = COLUMNS.slice(1).flatMap(([key, words]) => (sum(key) === 0 ? [] : [`${count(sum(key))} ${words}`]));
  return parts.length === 0 ? 'No planned message changes.' : `Planned messages: ${parts.join(', ')}.`;
}

type Shown = NonNullable<ChangedProgramme['effect']>;

const EffectTable = ({ effect: { steps } }: { effect: Shown }) => (
  <div className="overflow-x-auto rounded-lg border border-line">
    <table className="w-full text-sm">
      <caption className="sr-only">Steps by what becomes of them</caption>
      <thead className="text-left text-xs text-subtle">
        <tr>
          <th className="px-3 py-2 font-medium">Step</th>
          {COLUMNS.map(([key, words]) => (
            <th key={key} className="px-2 py-2 text-right font-medium">
              {words}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Object.entries(steps).map(([step, counts]) => (
          <tr key={step} className="border-t border-line">
            <th scope="row" className="px-3 py-1.5 text-left font-medium">
              {step}
            </th>
            {COLUMNS.map(([key]) => (
              <td
                key={key}
                className={`px-2 py-1.5 text-right ${counts[key] === 0 || key === 'unchanged' ? 'text-subtle' : 'font-semibold'}`}
              >
                {count(counts[key])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

function Examples({ effect: { examples } }: { effect: Shown }) {
  const nowMs = useNow();
  const said = (at: string | null): string => (at === null ? 'not sent' : short(Date.parse(at), nowMs));
  if (examples.length === 0) return <p className="text-sm text-subtle">No planned message changes.</p>;
  return (
    <section>
      <h3 className="mb-1 text-sm font-medium text-muted">The first that change (your time)</h3>
      <ul className="flex flex-col gap-1 text-sm">
        {examples.slice(0, 6).map(({ externalId, key, before, after, change, reason }) => (
          <li key={`${externalId} ${key}`} className="flex flex-wrap gap-x-2">
            <span>
              {externalId}, {key}:
            </span>
            <span className="text-subtle">
              {change === 'reworded' ? `other words, ${said(after)}` : `${said(before)} → ${said(after)}`}
              {reason !== null && ` (${sayReason(reason)})`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
