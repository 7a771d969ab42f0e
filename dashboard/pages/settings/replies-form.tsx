import { useState } from 'react';
import { useScope } from '../../app/session/use-session.ts';
import { useAct } from '../../app/use-act.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Field } from '../../components/field.tsx';
import { Textarea } from '../../components/input.tsx';
import { Switch } from '../../components/switch.tsx';
import { setReplies, type OwnReplies, type Replies } from './queries.ts';

interface RepliesFormProps {
  numberId: string | undefined;
  replies: Replies;
}

type Effective = Replies['effective'];

const MAX_CHARACTERS = 459;
const PARTS = [
  {
    on: 'confirmOptOut',
    text: 'optOutText',
    word: 'STOP',
    label: 'Confirm it once',
    note: 'It must not sell anything.',
  },
  {
    on: 'confirmOptIn',
    text: 'optInText',
    word: 'START',
    label: 'Confirm it once',
    note: 'The number can be reached again.',
  },
  {
    on: 'answerHelp',
    text: 'helpText',
    word: 'HELP',
    label: 'Answer it, once a day',
    note: 'Say who you are and how to stop.',
  },
] as const;

/** Only what differs from what would hold anyway is kept as one's own. */
export function RepliesForm({ numberId, replies }: RepliesFormProps) {
  const { missing } = useScope('consent:write');
  const [form, setForm] = useState<Effective>(replies.effective);
  const isChanged = JSON.stringify(form) !== JSON.stringify(replies.effective);
  const empty = PARTS.some(({ on, text }) => form[on] && form[text].trim() === '');
  const saving = useAct({
    run: (next: OwnReplies | null) => setReplies(numberId, next),
    failed: 'The replies are as they were',
    stale: [['replies']],
    done: (_, next) => ({ title: next === null ? 'Back to what holds for all' : 'The replies are changed' }),
  });
  const save = (): void => saving.mutate(ownOf(form, replies));
  return (
    <div className="flex max-w-2xl flex-col gap-5">
      <p className="text-sm text-muted">
        {replies.own === null
          ? numberId === undefined
            ? 'Nothing was set: these are the defaults.'
            : 'This number has none of its own: what is set for all holds.'
          : numberId === undefined
            ? 'Set for all numbers that have none of their own.'
            : 'This number has its own.'}
      </p>
      <Switch
        checked={form.carrierAnswers}
        onChange={(carrierAnswers) => setForm({ ...form, carrierAnswers })}
        disabled={missing !== undefined}
        label="The carrier answers by itself"
        hint="Toll-free numbers do: then Outdial sends nothing, or people get two answers."
      />
      {form.carrierAnswers && (
        <Callout tone="info" title="Outdial sends none of these">
          STOP is still heard and holds at once.
        </Callout>
      )}
      {PARTS.map(({ on, text, word, label, note }) => (
        <section
          key={on}
          className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4"
          aria-label={word}
        >
          <h3 className="font-semibold">{word}</h3>
          <Switch
            checked={form[on]}
            onChange={(checked) => setForm({ ...form, [on]: checked })}
            disabled={missing !== undefined}
            label={label}
          />
          <Field
            label="Text"
            hint={`${note} ${form[text].length} of ${MAX_CHARACTERS} characters.`}
            error={form[on] && form[text].trim() === '' ? 'Write what is answered, or switch it off.' : undefined}
          >
            <Textarea
              rows={2}
              maxLength={MAX_CHARACTERS}
              disabled={!form[on] || missing !== undefined}
              value={form[text]}
              onChange={(event) => setForm({ ...form, [text]: event.target.value })}
            />
          </Field>
        </section>
      ))}
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" missing={missing} disabled={!isChanged || empty} busy={saving.isPending} onClick={save}>
          Save the replies
        </Button>
        {replies.own !== null && (
          <Button missing={missing} busy={saving.isPending} onClick={() => saving.mutate(null)}>
            {numberId === undefined ? 'Back to the defaults' : 'Back to what holds for all'}
          </Button>
        )}
      </div>
    </div>
  );
}

/** What was one's own stays so; what is changed now becomes so. */
function ownOf(form: Effective, { own, effective }: Replies): OwnReplies {
  const changed: Record<string, unknown> = { ...own };
  for (const [name, value] of Object.entries(form)) {
    const before = Object.entries(effective).find(([known]) => known === name)?.[1];
    if (value !== before) changed[name] = typeof value === 'string' ? value.trim() : value;
  }
  return changed;
}
