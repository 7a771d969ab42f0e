import { Callout } from '../../components/callout.tsx';
import { Time } from '../../components/time.tsx';
import { plural } from '../../format/number.ts';
import type { Rules } from './queries.ts';

/** Which files are in force and since when they are planned by. */
export function RuleFiles({ rules }: { rules: Rules }) {
  const [last] = rules.adopted;
  return (
    <>
      {!rules.current && (
        <div className="mb-4">
          <Callout tone="warning" title="Newer rules were adopted than this API has loaded">
            Dialing holds to the newer ones; what is shown here is older. Restart the API.
          </Callout>
        </div>
      )}
      <section className="mb-4 rounded-lg border border-line bg-surface p-4">
        <h3 className="font-semibold">In force</h3>
        <ul className="mt-2 flex flex-wrap gap-x-6 gap-y-1">
          {rules.files.map(({ name, version }) => (
            <li key={name}>
              <span className="font-mono text-sm">{name}</span>{' '}
              <span className="text-sm text-subtle">of {version}</span>
            </li>
          ))}
          <li>
            Time zones <span className="text-sm text-subtle">{rules.zonesRelease}</span>
          </li>
          <li>{plural(rules.calendars.length, 'holiday calendar')}</li>
        </ul>
        <p className="mt-2 text-sm text-muted">
          {last === undefined ? (
            'No worker has adopted rules yet.'
          ) : (
            <>
              Adopted <Time at={last.at} as="both" />: everything that is planned holds to them since.
            </>
          )}
        </p>
        {rules.adopted.length > 1 && (
          <details className="mt-2 text-sm">
            <summary className="cursor-pointer text-muted">Earlier adoptions</summary>
            <ol className="mt-1 flex flex-col gap-1 text-subtle">
              {rules.adopted.slice(1).map(({ at, law, zones }) => (
                <li key={at}>
                  <Time at={at} as="long" />:{' '}
                  {Object.entries(law)
                    .map(([name, version]) => `${name} of ${version}`)
                    .join(', ')}
                  , zones {zones}
                </li>
              ))}
            </ol>
          </details>
        )}
      </section>
    </>
  );
}
