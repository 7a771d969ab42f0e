import { Combobox } from '../../../components/combobox.tsx';
import { Field } from '../../../components/field.tsx';
import { Input, Textarea } from '../../../components/input.tsx';
import { Radio } from '../../../components/radio.tsx';
import { Select } from '../../../components/select.tsx';
import { phoneWords } from '../../../format/phone.ts';
import { ZONE_OPTIONS } from '../../../format/zone-options.ts';
import { hasChannel, type NewForm } from './new-form.ts';
import { PlanFields } from './plan-fields.tsx';

interface NewFieldsProps {
  form: NewForm;
  onChange: (change: Partial<NewForm>) => void;
  numbers: readonly { id: string; phone: string; label: string | null; accountName: string }[];
  problems: Readonly<Record<string, string>>;
}

/** What a new programme is told. */
export function NewFields({ form, onChange, numbers, problems }: NewFieldsProps) {
  const options = numbers.map(({ id, phone, label, accountName }) => ({
    value: id,
    label: [phoneWords(phone), label, accountName].filter((part) => part !== null).join(', '),
  }));
  const problemOfSteps = Object.entries(problems).find(([pointer]) => pointer.includes('/steps'))?.[1];
  return (
    <>
      <Field label="Name" error={problems['/name']}>
        <Input
          value={form.name}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </Field>
      <div>
        <p className="mb-1 text-sm font-medium">What it is for</p>
        <Radio
          label="What it is for"
          value={form.purpose}
          onChange={(purpose) => onChange({ purpose })}
          options={[
            {
              value: 'informational',
              label: 'To inform',
              hint: 'Appointments, deliveries, dates. Rules of law differ by it.',
            },
            { value: 'marketing', label: 'To advertise', hint: 'Needs written consent in most places.' },
            { value: 'emergency', label: 'In an emergency' },
          ]}
        />
      </div>
      <PlanFields form={form} onChange={onChange} problem={problemOfSteps} />
      {hasChannel(form, 'sms') && (
        <>
          <Field label="Texts come from" error={problems['/smsNumberId']}>
            <Select
              options={options}
              value={form.smsNumberId === '' ? undefined : form.smsNumberId}
              placeholder="Choose a number"
              onChange={(smsNumberId) => onChange({ smsNumberId })}
            />
          </Field>
          <Field
            label="What the text says"
            hint="Filled in: {{ appointment_day }}, {{ appointment_date }}, {{ appointment_time }}, {{ appointment_zone }}, {{ name }}, and what appointments bring along."
          >
            <Textarea rows={3} value={form.text} onChange={(event) => onChange({ text: event.target.value })} />
          </Field>
          <Field label="What it says when the appointment was moved" optional>
            <Textarea
              rows={2}
              value={form.movedText}
              onChange={(event) => onChange({ movedText: event.target.value })}
            />
          </Field>
        </>
      )}
      {hasChannel(form, 'call') && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Calls come from" error={problems['/callNumberId']}>
            <Select
              options={options}
              value={form.callNumberId === '' ? undefined : form.callNumberId}
              placeholder="Choose a number"
              onChange={(callNumberId) => onChange({ callNumberId })}
            />
          </Field>
          <Field label="Agent" optional hint="Left empty: the agent of the number.">
            <Input
              value={form.agentRef}
              autoComplete="off"
              onChange={(event) => onChange({ agentRef: event.target.value })}
            />
          </Field>
        </div>
      )}
      <Field label="Times are told on the clock of">
        <Combobox
          options={[{ value: '', label: 'The recipient, by the number' }, ...ZONE_OPTIONS]}
          value={form.zone}
          onChange={(zone) => onChange({ zone })}
        />
      </Field>
    </>
  );
}
