import { useQuery } from '@tanstack/react-query';
import { Combobox } from '../../../components/combobox.tsx';
import { Field } from '../../../components/field.tsx';
import { Input } from '../../../components/input.tsx';
import { NumberField } from '../../../components/number-field.tsx';
import { Select } from '../../../components/select.tsx';
import { RuleFields } from '../book/rule-fields.tsx';
import { MINUTES } from '../programme/minutes.ts';
import { repeatableQuery } from '../queries.ts';
import type { Schedule } from '../shapes.ts';
import { ZONE_OPTIONS } from '../../../format/zone-options.ts';
import { OVERLAPS } from './reasons.ts';
import type { ScheduleForm } from './schedule-form.ts';

interface ScheduleFieldsProps {
  form: ScheduleForm;
  onChange: (change: Partial<ScheduleForm>) => void;
  problems: Readonly<Record<string, string>>;
}

const SECONDS = { least: 0, most: 86_400 } as const;

const sentence = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
const OVERLAP_OPTIONS = (['skip', 'buffer_one', 'allow'] as const).map((value: Schedule['overlap']) => ({
  value,
  label: sentence(OVERLAPS[value]),
}));

export function ScheduleFields({ form, onChange, problems }: ScheduleFieldsProps) {
  const { data: campaigns = [] } = useQuery(repeatableQuery);
  return (
    <>
      <Field label="Name" error={problems['/name']} hint="Each start makes a campaign of this name, with its day.">
        <Input value={form.name} maxLength={200} onChange={(event) => onChange({ name: event.target.value })} />
      </Field>
      <Field
        label="Campaign to repeat"
        error={problems['/campaignId']}
        hint="Each start copies its settings and its lists, as they are then."
      >
        <Combobox
          options={campaigns.map(({ id, name }) => ({ value: id, label: name }))}
          value={form.campaignId}
          onChange={(campaignId) => onChange({ campaignId })}
          placeholder="Type a part of its name"
        />
      </Field>
      <RuleFields
        form={form.rule}
        onChange={(change) => onChange({ rule: { ...form.rule, ...change } })}
        problems={problems}
      />
      <Field label="On the clock of" error={problems['/zone']}>
        <Combobox options={ZONE_OPTIONS} value={form.zone} onChange={(zone) => onChange({ zone })} />
      </Field>
      <Field label="While the campaign of last time is not over">
        <Select options={OVERLAP_OPTIONS} value={form.overlap} onChange={(overlap) => onChange({ overlap })} />
      </Field>
      <div className="grid grid-cols-2 gap-4">
        <NumberField
          label="Make up for a missed start within"
          error={problems['/catchUpMinutes']}
          hint="Minutes; later than that it is listed as missed."
          {...MINUTES}
          value={form.catchUpMinutes}
          onChange={(catchUpMinutes) => catchUpMinutes !== null && onChange({ catchUpMinutes })}
        />
        <NumberField
          label="Random delay of each start"
          error={problems['/jitterSeconds']}
          hint="At most so many seconds, another number of them each time."
          {...SECONDS}
          value={form.jitterSeconds}
          onChange={(jitterSeconds) => jitterSeconds !== null && onChange({ jitterSeconds })}
        />
      </div>
      <Field label="Not on" optional error={problems['/exclusions']} hint="Dates, with commas between: 2026-12-25.">
        <Input value={form.exclusions} onChange={(event) => onChange({ exclusions: event.target.value })} />
      </Field>
    </>
  );
}
