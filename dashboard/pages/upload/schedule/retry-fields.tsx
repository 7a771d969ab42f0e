import { Field } from '../../../components/field.tsx';
import { Select } from '../../../components/select.tsx';
import { NumberField } from './number-field.tsx';
import type { SettingsForm } from './use-settings.ts';
import { RETRIED, sayWait, WAITS } from './waits.ts';

/** How often somebody is tried, and how long after which end. */
export function RetryFields({ form }: { form: SettingsForm }) {
  const { settings, change, errorOf } = form;
  const { waitSeconds, maxAttempts, steps, personCaps } = settings;
  const causes = RETRIED.filter(({ channel }) => steps.some((step) => step.channel === channel));
  const [cap] = personCaps;
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField
          label="Tries of each person"
          hint={steps.length > 1 ? 'Of each step, the first included.' : 'The first included.'}
          value={maxAttempts}
          error={errorOf('/maxAttempts')}
          onChange={(value) => value !== null && change({ maxAttempts: value })}
        />
        {cap !== undefined && personCaps.length === 1 && cap.hours === 24 && (
          <NumberField
            label="At most in 24 hours"
            hint="Over all campaigns and channels. Caps of law hold beside it."
            value={cap.count}
            error={errorOf('/personCaps')}
            onChange={(count) => count !== null && change({ personCaps: [{ count, hours: 24 }] })}
          />
        )}
      </div>
      {(cap === undefined || personCaps.length !== 1 || cap.hours !== 24) && (
        <p className="text-sm text-subtle">
          Per person over all campaigns: {personCaps.map(({ count, hours }) => `${count} in ${hours} h`).join(', ')}.
        </p>
      )}
      {maxAttempts > 1 && (
        <div>
          <h3 className="mb-1.5 text-sm font-medium">Wait before the next try</h3>
          <div className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-3">
            {causes.map(({ outcome, label, defaultSeconds }) => {
              const value = waitSeconds[outcome] ?? defaultSeconds;
              const choices = [...new Set([...WAITS, value, defaultSeconds])].toSorted((a, b) => a - b);
              return (
                <Field key={outcome} label={label} error={errorOf(`/waitSeconds/${outcome}`)}>
                  <Select
                    options={choices.map((seconds) => ({ value: String(seconds), label: sayWait(seconds) }))}
                    value={String(value)}
                    onChange={(seconds) => change({ waitSeconds: { ...waitSeconds, [outcome]: Number(seconds) } })}
                  />
                </Field>
              );
            })}
          </div>
        </div>
      )}
    </>
  );
}
