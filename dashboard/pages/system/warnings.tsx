import type { ReactNode } from 'react';
import { LinkButton } from '../../components/link-button.tsx';
import { ToneIcon } from '../../components/tone-icon.tsx';
import type { SystemWarning } from '../../api/system.ts';
import { Time } from '../../components/time.tsx';
import { plural } from '../../format/number.ts';

/** Bad news, each with what waits, what still works and what to do. */
export function Warnings({ warnings }: { warnings: readonly SystemWarning[] }) {
  if (warnings.length === 0) return null;
  return (
    <section aria-label="What is wrong">
      <h2 className="mb-3 text-lg font-semibold">{plural(warnings.length, 'warning')}</h2>
      <ul className="flex flex-col gap-3">
        {warnings.map((warning) => (
          <WarningCard key={warning.code + warning.words} {...warning} />
        ))}
      </ul>
    </section>
  );
}

const WarningCard = ({ code, words, since, waits, works, repair }: SystemWarning) => (
  <li data-tone="warning" className="rounded-lg border border-tone-line bg-surface">
    <p className="flex items-start gap-2 rounded-t-lg border-b border-tone-line bg-tone-bg px-4 py-2.5 font-semibold text-tone-fg">
      <ToneIcon tone="warning" size={16} className="mt-0.5 shrink-0" />
      <span className="min-w-0 break-words">
        {words}
        {since !== null && (
          <span className="font-normal">
            {' '}
            Since <Time at={since} as="both" />.
          </span>
        )}
      </span>
    </p>
    <dl className="grid gap-x-6 gap-y-3 px-4 py-3 md:grid-cols-3">
      <Part label="What waits" words={waits} />
      <Part label="What still works" words={works} />
      <Part label="What to do" words={repair}>
        {code === 'calls_stuck' && (
          <LinkButton size="sm" className="mt-2" to="/failures" search={{ stuck: true }}>
            Look at them
          </LinkButton>
        )}
      </Part>
    </dl>
  </li>
);

const Part = ({ label, words, children }: { label: string; words: string; children?: ReactNode }) => (
  <div className="min-w-0">
    <dt className="text-xs text-subtle">{label}</dt>
    <dd className="break-words">
      {words}
      {children !== undefined && <div>{children}</div>}
    </dd>
  </div>
);
