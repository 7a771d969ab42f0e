import { Checkbox } from '../../../components/checkbox.tsx';
import { Field } from '../../../components/field.tsx';
import { Textarea } from '../../../components/input.tsx';
import type { ProgrammeSettings } from '../shapes.ts';
import { channelWord } from '../words.ts';
import type { StepForm } from './edit-form.ts';
import { stepSentences } from './step-sentence.ts';
import { TimingFields } from './timing-fields.tsx';

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
              <TimingFields when={step.when} onChange={(when) => put({ when })} />
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
            label="Take this step out of the plan"
            checked={step.removed}
            disabled={!step.removed && steps.filter(({ removed }) => !removed).length === 1}
            onChange={(removed) => put({ removed })}
          />
        </fieldset>
      );
    })}
  </div>
);
