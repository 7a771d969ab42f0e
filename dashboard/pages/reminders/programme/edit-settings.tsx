import { Checkbox } from '../../../components/checkbox.tsx';
import { Combobox } from '../../../components/combobox.tsx';
import { Field } from '../../../components/field.tsx';
import { NumberField } from '../../../components/number-field.tsx';
import { Select } from '../../../components/select.tsx';
import { ZONE_OPTIONS } from '../../../format/zone-options.ts';
import { LIMITS } from '../../upload/schedule/limits.ts';
import type { EditForm } from './edit-form.ts';
import { MINUTES } from './minutes.ts';

interface EditSettingsProps {
  form: EditForm;
  onChange: (change: Partial<EditForm>) => void;
  problems: Readonly<Record<string, string>>;
}

const STOP = [
  { value: 'stop', label: 'stops what is left' },
  { value: 'continue', label: 'leaves the rest as it is' },
] as const;

/** What holds for all steps. */
export const EditSettings = ({ form, onChange, problems }: EditSettingsProps) => (
  <div className="flex flex-col gap-4">
    <Field label="Times are told on the clock of" error={problems['/settings/zone']}>
      <Combobox
        options={[{ value: '', label: 'The recipient, by the number' }, ...ZONE_OPTIONS]}
        value={form.zone}
        onChange={(zone) => onChange({ zone })}
      />
    </Field>
    <div className="grid gap-4 sm:grid-cols-2">
      <NumberField
        label="Nothing later than, before the start"
        unit="min"
        error={problems['/settings/cutoffSeconds']}
        {...MINUTES}
        value={form.cutoffMinutes}
        onChange={(cutoffMinutes) => cutoffMinutes !== null && onChange({ cutoffMinutes })}
      />
      <NumberField
        label="Still sent when less late than"
        unit="min"
        error={problems['/settings/lateSeconds']}
        {...MINUTES}
        value={form.lateMinutes}
        onChange={(lateMinutes) => lateMinutes !== null && onChange({ lateMinutes })}
      />
      <NumberField
        label="A move repeats when it is by more than"
        unit="min"
        error={problems['/settings/repeatAfterMoveSeconds']}
        {...MINUTES}
        value={form.repeatMinutes}
        onChange={(repeatMinutes) => repeatMinutes !== null && onChange({ repeatMinutes })}
      />
      <div className="flex flex-col gap-2">
        {form.mergeMinutes !== null && (
          <NumberField
            label="Share a message when due within"
            unit="min"
            error={problems['/settings/mergeWithinSeconds']}
            {...MINUTES}
            value={form.mergeMinutes}
            onChange={(mergeMinutes) => mergeMinutes !== null && onChange({ mergeMinutes })}
          />
        )}
        <Checkbox
          label="Appointments of one person and day share messages"
          checked={form.mergeMinutes !== null}
          onChange={(shares) => onChange({ mergeMinutes: shares ? 60 : null })}
        />
      </div>
    </div>
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="A confirmation">
        <Select value={form.onConfirm} options={STOP} onChange={(onConfirm) => onChange({ onConfirm })} />
      </Field>
      <Field label="A wish for another time">
        <Select value={form.onReschedule} options={STOP} onChange={(onReschedule) => onChange({ onReschedule })} />
      </Field>
      <Field label="A cancellation">
        <Select
          value={form.onCancel}
          options={[
            { value: 'cancel', label: 'cancels the appointment' },
            { value: 'stop', label: 'stops the messages' },
            { value: 'continue', label: 'is only kept' },
          ]}
          onChange={(onCancel) => onChange({ onCancel })}
        />
      </Field>
    </div>
    <div className="grid gap-4 sm:grid-cols-2">
      <NumberField
        label="Attempts a step"
        {...LIMITS.maxAttempts}
        error={problems['/settings/maxAttempts']}
        value={form.maxAttempts}
        onChange={(maxAttempts) => maxAttempts !== null && onChange({ maxAttempts })}
      />
      <NumberField
        label="Calls at a time"
        {...LIMITS.maxConcurrent}
        error={problems['/settings/maxConcurrent']}
        value={form.maxConcurrent}
        onChange={(maxConcurrent) => maxConcurrent !== null && onChange({ maxConcurrent })}
      />
    </div>
    <p className="text-sm text-subtle">
      Hours, keys, budgets and new steps are changed with <code className="font-mono">outdial programmes change</code>.
    </p>
  </div>
);
