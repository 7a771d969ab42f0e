import { ArrowDown, ArrowUp, Plus, Trash2, X } from 'lucide-react';
import { Button } from '../../../components/button.tsx';
import { Field } from '../../../components/field.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { Input } from '../../../components/input.tsx';
import { NumberField } from '../../../components/number-field.tsx';
import { Select } from '../../../components/select.tsx';
import { MINUTES } from './minutes.ts';
import { addStep, rowOf, shortsOf, stepsTyped, type PlanForm, type StepRow } from './plan-form.ts';
import { stepSentences, type SaidStep } from './step-sentence.ts';
import { TimingFields } from './timing-fields.tsx';

const CHANNELS = [
  { value: 'sms', label: 'Text' },
  { value: 'call', label: 'Call' },
] as const;

interface PlanFieldsProps {
  form: PlanForm;
  onChange: (change: Partial<PlanForm>) => void;
  /** What is wrong with the steps, in the API's words. */
  problem: string | undefined;
}

/** The steps of a programme: a row each, or as people type them under "advanced". */
export function PlanFields({ form, onChange, problem }: PlanFieldsProps) {
  const { steps, typed } = form;
  const isTyped = typed !== undefined;
  const put = (at: number, step: StepRow): void => onChange({ steps: steps.with(at, step) });
  const move = (at: number, by: -1 | 1): void => {
    const [one, other] = [steps[at], steps[at + by]];
    if (one !== undefined && other !== undefined) onChange({ steps: steps.with(at, other).with(at + by, one) });
  };
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-sm font-medium">Steps</legend>
      {!isTyped && (
        <>
          <ol className="flex flex-col gap-3">
            {steps.map((step, at) => (
              <li key={step.id}>
                <StepFields
                  step={step}
                  number={at + 1}
                  onChange={(change) => put(at, { ...step, ...change })}
                  onUp={at === 0 ? undefined : () => move(at, -1)}
                  onDown={at === steps.length - 1 ? undefined : () => move(at, 1)}
                  onRemove={steps.length === 1 ? undefined : () => onChange({ steps: steps.toSpliced(at, 1) })}
                />
              </li>
            ))}
          </ol>
          {problem !== undefined && (
            <p data-tone="danger" className="text-xs text-tone-fg">
              {problem}
            </p>
          )}
          <Button
            size="sm"
            className="w-fit"
            icon={<Plus aria-hidden size={14} />}
            onClick={() => onChange({ steps: addStep(steps) })}
          >
            Add a step
          </Button>
        </>
      )}
      <details open={isTyped}>
        <summary
          className="w-fit text-sm text-muted hover:text-fg"
          onClick={(event) => {
            event.preventDefault();
            onChange(
              isTyped ? { typed: undefined, steps: stepsTyped(typed) ?? steps } : { typed: shortsOf(form).join(', ') },
            );
          }}
        >
          {isTyped ? 'Back to the plain form' : 'Advanced: write the steps'}
        </summary>
        <div className="mt-3">
          <Field
            label="Steps in their short form"
            error={isTyped ? problem : undefined}
            hint="Parted by commas: 24h:sms, 2h:call, booking:sms, 1d@18:00:sms, -1h:sms (after the start). What follows: 2h:call>10m:sms (a text, 10 minutes after nobody was reached), 24h:sms>failed:call."
          >
            <Input
              className="font-mono"
              spellCheck={false}
              value={typed ?? ''}
              onChange={(event) => onChange({ typed: event.target.value })}
            />
          </Field>
        </div>
      </details>
    </fieldset>
  );
}

interface StepFieldsProps {
  step: StepRow;
  number: number;
  onChange: (change: Partial<SaidStep>) => void;
  onUp: (() => void) | undefined;
  onDown: (() => void) | undefined;
  onRemove: (() => void) | undefined;
}

function StepFields({ step, number, onChange, onUp, onDown, onRemove }: StepFieldsProps) {
  const [first, ...rest] = step.actions;
  if (first === undefined) return null;
  const { actions } = step;
  return (
    <fieldset className="rounded-lg border border-line p-3">
      <legend className="sr-only">{`Step ${number}: ${stepSentences(step)[0] ?? ''}`}</legend>
      <div className="flex flex-wrap gap-3">
        <div className="w-24">
          <Field label="By">
            <Select
              value={first.channel}
              options={CHANNELS}
              onChange={(channel) => onChange({ actions: actions.with(0, { ...first, channel }) })}
            />
          </Field>
        </div>
        <TimingFields when={step.when} onChange={(when) => onChange({ when })} />
      </div>
      {rest.map((action, at) => (
        <FollowFields
          key={at}
          action={action}
          onChange={(to) => onChange({ actions: actions.with(at + 1, to) })}
          onRemove={() => onChange({ actions: actions.toSpliced(at + 1, 1) })}
        />
      ))}
      <div className="mt-2 flex flex-wrap items-center justify-between gap-2">
        {actions.length < 3 && (
          <Button
            size="sm"
            kind="ghost"
            icon={<Plus aria-hidden size={14} />}
            onClick={() => onChange({ actions: [...actions, rowOf(first.channel)] })}
          >
            {actions.length === 1 ? 'If nobody is reached' : 'And after that'}
          </Button>
        )}
        <div className="ml-auto flex">
          <IconButton
            size="sm"
            label={`Move step ${number} up`}
            icon={<ArrowUp size={14} />}
            disabled={onUp === undefined}
            onClick={onUp}
          />
          <IconButton
            size="sm"
            label={`Move step ${number} down`}
            icon={<ArrowDown size={14} />}
            disabled={onDown === undefined}
            onClick={onDown}
          />
          <IconButton
            size="sm"
            label={`Remove step ${number}`}
            icon={<Trash2 size={14} />}
            disabled={onRemove === undefined}
            onClick={onRemove}
          />
        </div>
      </div>
    </fieldset>
  );
}

type Action = SaidStep['actions'][number];

interface FollowFieldsProps {
  action: Action;
  onChange: (action: Action) => void;
  onRemove: () => void;
}

/** What follows when it reached nobody, or when no reply came. */
function FollowFields({ action, onChange, onRemove }: FollowFieldsProps) {
  const follows = action.follows ?? { when: 'not_reached', afterSeconds: 0 };
  return (
    <div className="mt-3 flex flex-wrap items-end gap-3 border-t border-line pt-3">
      <div className="w-48">
        <Field label="If">
          <Select
            value={follows.when}
            options={[
              { value: 'not_reached', label: 'nobody is reached' },
              { value: 'no_reply', label: 'no reply comes' },
            ]}
            onChange={(when) => onChange({ ...action, follows: { ...follows, when } })}
          />
        </Field>
      </div>
      <div className="w-32">
        <NumberField
          label="After"
          unit="min"
          {...MINUTES}
          value={Math.round(follows.afterSeconds / 60)}
          onChange={(minutes) =>
            minutes !== null && onChange({ ...action, follows: { ...follows, afterSeconds: minutes * 60 } })
          }
        />
      </div>
      <div className="w-24">
        <Field label="Then">
          <Select value={action.channel} options={CHANNELS} onChange={(channel) => onChange({ ...action, channel })} />
        </Field>
      </div>
      <IconButton size="sm" label="Remove what follows" icon={<X size={14} />} onClick={onRemove} />
    </div>
  );
}
