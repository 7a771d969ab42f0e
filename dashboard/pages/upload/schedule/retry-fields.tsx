import { Field } from '../../../components/field.tsx';
import { Select } from '../../../components/select.tsx';
import type { FieldsForm } from './fields-form.ts';
import { LIMITS } from './limits.ts';
import { NumberField } from '../../../components/number-field.tsx';
import { RETRIED, sayWait, WAITS } from './waits.ts';

const HOUR_SECONDS = 3_600;

/** How often somebody is tried, and how long after which end. */
export function RetryFields({ form }: { form: FieldsForm }) {
  const { settings, change, errorOf } = form;
  const { waitSeconds, maxAttempts, steps, personCaps, expiresAfterSeconds } = settings;
  const causes = RETRIED.filter(({ channel }) => steps.some((step) => step.channel === channel));
  const [cap] = personCaps;
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberField
          form={form}
          label="Tries of each person"
          hint={steps.length > 1 ? 'Of each step, the first included.' : 'The first included.'}
          {...LIMITS.maxAttempts}
          value={maxAttempts}
          error={errorOf('/maxAttempts')}
          onChange={(value) => value !== null && change({ maxAttempts: value })}
        />
        {cap !== undefined && personCaps.length === 1 && cap.hours === 24 && (
          <NumberField
            form={form}
            label="At most in 24 hours"
            hint="Over all campaigns and channels. Caps of law hold beside it."
            {...LIMITS.personCap}
            value={cap.count}
            error={errorOf('/personCaps')}
            onChange={(count) => count !== null && change({ personCaps: [{ count, hours: 24 }] })}
          />
        )}
        <NumberField
          form={form}
          label="Too late after"
          unit="h"
          hint="Counted from when a try was due: after that it is not made any more."
          decimal
          {...LIMITS.expiresHours}
          value={expiresAfterSeconds / HOUR_SECONDS}
          error={errorOf('/expiresAfterSeconds')}
          onChange={(hours) => hours !== null && change({ expiresAfterSeconds: Math.round(hours * HOUR_SECONDS) })}
        />
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
