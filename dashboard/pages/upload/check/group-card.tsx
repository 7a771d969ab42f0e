import { usePatchSearch } from '../../../app/use-patch-search.ts';
import { Button } from '../../../components/button.tsx';
import { Pill } from '../../../components/pill.tsx';
import { ToneIcon } from '../../../components/tone-icon.tsx';
import type { Tone } from '../../../components/tone.ts';
import { count, plural } from '../../../format/number.ts';
import { useScope } from '../../../app/session/use-session.ts';
import { useDraft, useEdit } from '../draft-context.tsx';
import { decideFixes } from '../edits.ts';
import { isAtWork, type Group } from '../queries.ts';
import { fixWords, groupKey } from './group-words.ts';
import { OptionRepair } from './option-repair.tsx';
import { ProblemRows } from './problem-rows.tsx';

const SEVERITIES: Record<Group['severity'], { tone: Tone; words: string }> = {
  error: { tone: 'final', words: 'Set aside' },
  duplicate: { tone: 'neutral', words: 'Duplicate' },
  warning: { tone: 'warning', words: 'Warning' },
  info: { tone: 'info', words: 'Note' },
};

/** All rows with one problem: how many, three of them, and the one decision that mends all. */
export function GroupCard({ group, isOpen }: { group: Group; isOpen: boolean }) {
  const patch = usePatchSearch();
  const { severity, column, count: rows, examples } = group;
  const { tone, words } = SEVERITIES[severity];
  const listed = severity !== 'info';
  return (
    <article data-tone={tone} aria-label={group.title} className="rounded-lg border border-line bg-surface">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-3">
        <ToneIcon tone={tone} size={16} className="text-tone-fg" />
        <h3 className="font-semibold">{group.title}</h3>
        {column !== null && <span className="text-sm text-subtle">in “{column}”</span>}
        <span className="ml-auto flex items-center gap-2">
          <span className="font-medium">{plural(rows, 'row')}</span>
          <Pill tone={tone} size="sm" icon={false}>
            {words}
          </Pill>
        </span>
      </header>
      {!isOpen && (
        <div className="flex flex-col gap-1 px-4 pt-2 text-sm">
          {byMessage(examples).map(([message, rowsOf]) => (
            <div key={message}>
              <ul className="flex flex-wrap gap-x-4">
                {rowsOf.map(({ rowNumber, value, suggested }, at) => (
                  <li key={at} className="py-0.5">
                    <span className="mr-2 text-subtle">Row {count(rowNumber)}</span>
                    {value !== null && value !== '' && <Value text={value} />}{' '}
                    {suggested !== null && (
                      <>
                        <span className="mr-2 text-subtle">becomes</span>
                        <Value text={suggested} />
                      </>
                    )}
                  </li>
                ))}
              </ul>
              <p className="text-muted">{message.charAt(0).toUpperCase() + message.slice(1)}.</p>
            </div>
          ))}
        </div>
      )}
      <div className="flex flex-wrap items-center gap-2 px-4 py-3">
        <Repair group={group} />
        <OptionRepair group={group} />
        {listed && (
          <Button
            size="sm"
            kind="ghost"
            aria-expanded={isOpen}
            onClick={() => patch({ group: isOpen ? undefined : groupKey(group) })}
          >
            {isOpen ? 'Hide the rows' : rows === 1 ? 'Show the row' : `Show all ${plural(rows, 'row')}`}
          </Button>
        )}
      </div>
      {isOpen && listed && <ProblemRows group={group} />}
    </article>
  );
}

type Example = Group['examples'][number];

/** What is said of several rows in the same words is said once. */
function byMessage(examples: readonly Example[]): [message: string, rows: Example[]][] {
  const said = new Map<string, Example[]>();
  for (const example of examples) said.set(example.message, [...(said.get(example.message) ?? []), example]);
  return [...said];
}

const Value = ({ text }: { text: string }) => (
  <code
    className="inline-block max-w-56 truncate rounded-sm bg-sunken px-1 align-bottom font-mono text-xs leading-5"
    title={text}
  >
    {text}
  </code>
);

const SURE = { certain: 'Certain', likely: 'Likely right', unsure: 'A guess' } as const;

function Repair({ group }: { group: Group }) {
  const { draft } = useDraft();
  const scope = useScope('imports:write');
  const edit = useEdit();
  const { fix, repair, decision, code, column, count: rows } = group;
  if (fix === null || repair === null) return null;
  const key = column === null ? fix : `${fix}:${column}`;
  const over = ['undone', 'undoing', 'cancelled', 'committing'].includes(draft.state);
  const missing =
    scope.missing ??
    (over ? 'This list is over.' : isAtWork(draft) ? 'Wait until every row was looked at.' : undefined);
  const decide = (next: 'accept' | 'refuse' | 'undecided'): void =>
    void edit.run((version) => decideFixes(draft.id, { version, fixes: { [key]: next } }));
  const words = fixWords[fix];
  if (code === 'repaired' || decision === 'accept') {
    return (
      <>
        <span className="text-sm text-muted">
          {words}: accepted{code === 'repaired' ? '' : ', and yet these stay'}.
        </span>
        {draft.state !== 'done' && (
          <Button size="sm" busy={edit.busy} missing={missing} onClick={() => decide('undecided')}>
            Take it back
          </Button>
        )}
      </>
    );
  }
  return (
    <>
      <Button size="sm" kind="primary" busy={edit.busy} missing={missing} onClick={() => decide('accept')}>
        {words} in {plural(rows, 'row')}
      </Button>
      {decision === 'refuse' ? (
        <Button size="sm" busy={edit.busy} missing={missing} onClick={() => decide('undecided')}>
          Refused: decide anew
        </Button>
      ) : (
        <Button size="sm" busy={edit.busy} missing={missing} onClick={() => decide('refuse')}>
          Leave as it is
        </Button>
      )}
      <span className="text-sm text-subtle">
        {SURE[repair.confidence]}: {repair.damage}.
        {!repair.reversible && ' What was there cannot be told from the repaired value.'}
      </span>
    </>
  );
}
