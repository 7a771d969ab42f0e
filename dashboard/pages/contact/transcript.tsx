import type { Attempt } from './queries.ts';

const WHO: Readonly<Record<string, string>> = { agent: 'Agent', person: 'Person', other: 'Other' };

/** What was said, turn by turn. */
export function Transcript({
  transcript,
}: {
  transcript: Pick<NonNullable<Attempt['transcript']>, 'turns' | 'state'>;
}) {
  const { turns, state } = transcript;
  if (turns === null || turns.length === 0) {
    return (
      <p className="text-muted">
        {state === 'wanted' ? 'The transcript is being fetched.' : 'There is no transcript of it.'}
      </p>
    );
  }
  return (
    <ol className="flex max-h-80 flex-col gap-1.5 overflow-y-auto" tabIndex={0} aria-label="Transcript">
      {turns.map(({ role, text }, at) => (
        <li
          key={at}
          className={`grid grid-cols-[3.5rem_1fr] gap-2 rounded-md px-2 py-1 ${role === 'person' ? 'bg-accent-soft' : 'bg-sunken'}`}
        >
          <span className="text-sm text-subtle">{WHO[role] ?? role}</span>
          <span>{text}</span>
        </li>
      ))}
    </ol>
  );
}
