import { Checkbox } from '../../../components/checkbox.tsx';
import { Field } from '../../../components/field.tsx';
import { Input, Textarea } from '../../../components/input.tsx';
import { Select } from '../../../components/select.tsx';
import type { ProgrammeSettings } from '../shapes.ts';
import { channelWord } from '../words.ts';
import type { StepForm } from './edit-form.ts';
import { NumberField } from './minutes-field.tsx';
import { stepSentences } from './step-sentence.ts';

interface EditStepsProps {
  settings: ProgrammeSettings;
  steps: readonly StepForm[];
  onChange: (steps: StepForm[]) => void;
}

/** When each step is, what its texts say, and whether it stays. */
export const EditSteps = ({ settings, steps, onChange }: EditStepsProps) => (
  <div className="flex flex-col gap-3">
    {steps.map((step) => {
      const actions = settings.steps.find(({ key }) => key === step.key)?.actions ?? [];
      const put = (change: Partial<StepForm>): void =>
        onChange(steps.map((one) => (one.key === step.key ? { ...one, ...change } : one)));
      return (
        <fieldset key={step.key} className="flex flex-col gap-3 rounded-lg border border-line p-3">
          <legend className="px-1 text-sm font-semibold">{stepSentences({ when: step.when, actions })[0]}</legend>
          {!step.removed && (
            <>
              <Timing when={step.when} onChange={(when) => put({ when })} />
              {actions.map(({ channel, text, slot }, at) =>
                channel === 'sms' && text !== undefined ? (
                  <Field
                    key={slot}
                    label={at === 0 ? 'What the text says' : `What the ${channelWord(channel)} that follows says`}
                  >
                    <Textarea
                      rows={3}
                      value={step.texts[at] ?? ''}
                      onChange={(event) =>
                        put({ texts: step.texts.map((one, place) => (place === at ? event.target.value : one)) })
                      }
                    />
                  </Field>
                ) : null,
              )}
            </>
          )}
          <Checkbox
            label={`Take ${step.key} out of the plan`}
            checked={step.removed}
            disabled={!step.removed && steps.filter(({ removed }) => !removed).length === 1}
            onChange={(removed) => put({ removed })}
          />
        </fieldset>
      );
    })}
  </div>
);

const UNITS = { minutes: 60, hours: 3_600, days: 86_400 } as const;
type Unit = keyof typeof UNITS;
const unitOf = (seconds: number): Unit =>
  seconds % UNITS.days === 0 && seconds > UNITS.days ? 'days' : seconds % UNITS.hours === 0 ? 'hours' : 'minutes';

interface TimingProps {
  when: StepForm['when'];
  onChange: (when: StepForm['when']) => void;
}

function Timing({ when, onChange }: TimingProps) {
  if (when.kind === 'booking') {
    return (
      <NumberField
        label="After the booking"
        unit="min"
        value={when.afterSeconds / 60}
        onChange={(value) => onChange({ ...when, afterSeconds: value * 60 })}
      />
    );
  }
  if (when.kind === 'local') {
    return (
      <div className="grid grid-cols-2 gap-3">
        <NumberField
          label="Days before"
          value={when.daysBefore}
          onChange={(daysBefore) => onChange({ ...when, daysBefore })}
        />
        <Field label="At">
          <Input type="time" value={when.at} onChange={(event) => onChange({ ...when, at: event.target.value })} />
        </Field>
      </div>
    );
  }
  const after = when.seconds < 0;
  const whole = Math.abs(when.seconds);
  const unit = unitOf(whole);
  const set = (value: number, of: Unit, isAfter: boolean): void =>
    onChange({ ...when, seconds: (isAfter ? -1 : 1) * value * UNITS[of] });
  return (
    <div className="grid grid-cols-[1fr_1fr_1.4fr] gap-3">
      <NumberField label="How long" value={whole / UNITS[unit]} onChange={(value) => set(value, unit, after)} />
      <Field label="Unit">
        <Select
          value={unit}
          options={[
            { value: 'minutes', label: 'minutes' },
            { value: 'hours', label: 'hours' },
            { value: 'days', label: 'days' },
          ]}
          onChange={(of) => set(whole / UNITS[unit], of, after)}
        />
      </Field>
      <Field label="Side">
        <Select
          value={after ? 'after' : 'before'}
          options={[
            { value: 'before', label: 'before the start' },
            { value: 'after', label: 'after the start' },
          ]}
          onChange={(side) => set(whole / UNITS[unit], unit, side === 'after')}
        />
      </Field>
    </div>
  );
}
