import { useImperativeHandle, useRef, type Ref } from 'react';
import { useScope } from '../../../app/session/use-session.ts';
import { Callout } from '../../../components/callout.tsx';
import { Field } from '../../../components/field.tsx';
import { Input } from '../../../components/input.tsx';
import { Select } from '../../../components/select.tsx';
import type { Column } from '../queries.ts';
import { MissingNames } from './missing-names.tsx';
import { MessagePreviews } from './message-previews.tsx';
import { mapTexts, namesOf, newStep, withFallback, withOtherName, type MessageForm } from './message-form.ts';
import { StepFields } from './step-fields.tsx';
import { useMessage } from './use-message.ts';

export interface MessageHandle {
  /** Keeps it as the draft campaign of the list; false = something is missing, which is shown. */
  save: () => Promise<boolean>;
}

interface MessagePanelProps {
  handle: Ref<MessageHandle>;
  columns: readonly Column[];
}

const PURPOSES = [
  { value: 'informational', label: 'Informational: about something they have or asked for' },
  { value: 'marketing', label: 'Marketing: to sell or promote' },
  { value: 'emergency', label: 'Emergency: health and safety' },
] as const;

const WAYS = [
  { value: 'call', label: 'Call' },
  { value: 'sms', label: 'Text' },
  { value: 'call,sms', label: 'Call, then text those who were not reached' },
] as const;
type Way = (typeof WAYS)[number]['value'];

/** What people get: channel, number, agent, text; and whether the columns give all that it needs. */
export function MessagePanel({ handle, columns }: MessagePanelProps) {
  const { form, change, numbers, accounts, preview, gaps, problem, busy, save, isKept } = useMessage();
  const { missing } = useScope('campaigns:write');
  const panel = useRef<HTMLElement>(null);
  const trySave = async (): Promise<boolean> => {
    // Who may only look goes on looking.
    if (missing !== undefined) return true;
    const saved = await save();
    if (!saved) requestAnimationFrame(() => panel.current && showWhatIsWrong(panel.current));
    return saved;
  };
  useImperativeHandle(handle, () => ({ save: trySave }), [trySave]);
  const way = WAYS.find(({ value }) => value === form.steps.map(({ channel }) => channel).join())?.value;
  const choose = (next: Way): void => {
    const channels: ('call' | 'sms')[] = next === 'call,sms' ? ['call', 'sms'] : [next];
    const steps = channels.map(
      (channel) => form.steps.find((step) => step.channel === channel) ?? newStep(channel, numbers),
    );
    change({ ...form, steps });
  };
  const names = namesOf(columns);
  const gapAt = (field: 'name' | 'purpose'): string | undefined => gaps.find((gap) => gap.field === field)?.words;
  const ofSteps = gaps.filter(({ field }) => field === null);
  return (
    <section ref={panel} aria-labelledby="message" className="flex min-w-0 flex-col gap-4 xl:sticky xl:top-18">
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <h2 id="message" className="text-lg font-semibold">
          Message
        </h2>
        <span className="text-sm text-subtle">{busy ? 'Saving' : isKept ? 'Saved' : 'Saved when you go on'}</span>
      </div>
      {missing !== undefined && (
        <Callout tone="warning" title="You cannot make campaigns">
          {missing}
        </Callout>
      )}
      {ofSteps.length > 0 && (
        <Callout tone="danger" title="Not complete yet">
          <ul>
            {ofSteps.map(({ words }) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </Callout>
      )}
      {problem !== null && (
        <Callout tone="danger" title={problem.message}>
          {(problem.parts.errors ?? []).map(({ pointer, message }) => (
            <p key={pointer}>{message}</p>
          ))}
          {problem.parts.repair}
        </Callout>
      )}
      <fieldset
        disabled={missing !== undefined}
        className="flex min-w-0 flex-col gap-4 rounded-lg border border-line bg-surface p-4"
      >
        <legend className="sr-only">Message</legend>
        <Field label="Name of the campaign" error={gapAt('name')}>
          <Input
            value={form.name}
            maxLength={200}
            onChange={(event) => change({ ...form, name: event.target.value })}
          />
        </Field>
        <Field label="What is it for?" hint="Rules of law on hours and consent differ by it." error={gapAt('purpose')}>
          <Select
            options={PURPOSES}
            value={form.purpose === '' ? undefined : form.purpose}
            placeholder="Choose"
            onChange={(purpose) => change({ ...form, purpose })}
          />
        </Field>
        <Field label="How are people reached?">
          <Select options={WAYS} value={way} onChange={choose} />
        </Field>
        {form.steps.map((step, at) => (
          <StepFields
            key={step.channel}
            step={step}
            isOnly={form.steps.length === 1}
            numbers={numbers}
            accounts={accounts}
            names={names}
            onChange={(next) => change(withStep(form, at, next))}
          />
        ))}
      </fieldset>
      {preview.data !== undefined && (
        <MissingNames
          check={preview.data}
          onOtherName={(name, other) => change(mapTexts(form, (text) => withOtherName(text, name, other)))}
          onFallback={(name, fallback) => change(mapTexts(form, (text) => withFallback(text, name, fallback)))}
          columns={columns}
        />
      )}
      <MessagePreviews preview={preview} onPlainly={(plainly) => change(mapTexts(form, plainly))} />
    </section>
  );
}

/** What is in the way may be out of sight: the field that says it, or else the words about it. */
function showWhatIsWrong(panel: HTMLElement): void {
  const field = panel.querySelector<HTMLElement>('[aria-invalid]');
  const shown = field ?? panel.querySelector('[role="alert"]');
  field?.focus({ preventScroll: true });
  shown?.scrollIntoView({ block: 'center' });
}

const withStep = (form: MessageForm, at: number, step: MessageForm['steps'][number]): MessageForm => ({
  ...form,
  steps: form.steps.map((known, place) => (place === at ? step : known)),
});
