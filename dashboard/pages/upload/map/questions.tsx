import { Button } from '../../../components/button.tsx';
import { Callout } from '../../../components/callout.tsx';
import { useDraft, useEdit } from '../draft-context.tsx';
import { changeDraft } from '../edits.ts';
import type { Inspection, Question } from '../queries.ts';
import { ChooseCountry } from './choose-country.tsx';
import { mustBeSaid } from '../step-state.ts';
import { mayBeSeveral, useWords, withColumns } from './targets.ts';

const OFFERED = 8;

/** What only a person can say: two columns claim one field, none has numbers. It is asked, never guessed. */
export function Questions({ inspection }: { inspection: Inspection }) {
  const { draft } = useDraft();
  const { questions } = inspection;
  const first = (question: Question): boolean => mustBeSaid(draft, question);
  const asked = [...questions.filter(first), ...questions.filter((question) => !first(question))];
  return (
    <>
      {asked.map((question, at) => (
        <Asked key={at} question={question} inspection={inspection} />
      ))}
      <AskCountry inspection={inspection} />
    </>
  );
}

function Asked({ question, inspection }: { question: Question; inspection: Inspection }) {
  const { draft, missing } = useDraft();
  const edit = useEdit();
  const { columns } = inspection.layout;
  const { code, target, candidates } = question;
  const isFirst = mustBeSaid(draft, question);
  const choose = (options: object): void => void edit.run((version) => changeDraft(draft.id, { version, options }));
  const offered = candidates.flatMap((index) => columns.filter((column) => column.index === index)).slice(0, OFFERED);
  const buttons =
    target === null || code === 'missing_columns'
      ? []
      : offered.map(({ index, header }) => (
          <Button
            key={index}
            size="sm"
            busy={edit.busy}
            missing={missing}
            onClick={() => choose(withColumns(columns, target, [index]))}
          >
            Use {code === 'several_phone_columns' && 'only '}“{header}”
          </Button>
        ));
  const isTold = Object.keys(draft.options).includes('mapping');
  return (
    <Callout
      tone={isFirst && question.blocking ? 'danger' : 'warning'}
      title={titleOf(question)}
      actions={
        <>
          {buttons}
          {target !== null &&
            mayBeSeveral(target) &&
            offered.length > 1 &&
            (code.startsWith('ambiguous') || code === 'several_phone_columns') && (
              <Button
                size="sm"
                busy={edit.busy}
                missing={missing}
                onClick={() =>
                  choose(
                    withColumns(
                      columns,
                      target,
                      offered.map(({ index }) => index),
                    ),
                  )
                }
              >
                Use {offered.length === 2 ? 'both' : 'all'}, in this order
              </Button>
            )}
          {isTold && code !== 'missing_columns' && (
            <Button
              size="sm"
              kind="ghost"
              busy={edit.busy}
              missing={missing}
              onClick={() => choose({ mapping: null, ignore: null })}
            >
              Find all columns out again
            </Button>
          )}
        </>
      }
    >
      <p>{question.message}</p>
      {code === 'missing_columns' && <p className="mt-1">{question.repair}</p>}
    </Callout>
  );
}

function titleOf({ code, target, blocking }: Question): string {
  if (code === 'missing_columns') return 'The message needs a column that is not there';
  const what = target === null ? 'column' : useWords(target).toLowerCase();
  if (code === 'no_phone_column') return 'Which column has the phone numbers?';
  if (code === 'several_phone_columns') return 'Which of these numbers are called?';
  if (code === 'unknown_column') return 'A column that was told is not in this file';
  return blocking ? `Which one is the ${what}?` : `Is this the right ${what}?`;
}

/** Numbers without a country code among the first rows, and nobody has said whose they are. */
function AskCountry({ inspection }: { inspection: Inspection }) {
  const { draft, missing } = useDraft();
  const edit = useEdit();
  const found = inspection.rows.flatMap(({ findings }) =>
    findings.filter(({ code }) => code === 'phone_needs_country'),
  );
  const [first] = found;
  if (first === undefined) return null;
  return (
    <Callout tone="warning" title="Some numbers have no country code: which country are they of?">
      <p>{first.value !== null && <>“{first.value}” is one of them. </>}They are set aside until it is said.</p>
      <div className="mt-2">
        <ChooseCountry
          busy={edit.busy}
          missing={missing}
          onChoose={(defaultCountry) =>
            void edit.run((version) => changeDraft(draft.id, { version, options: { defaultCountry } }))
          }
        />
      </div>
    </Callout>
  );
}
