import { clsx } from 'clsx';
import { Field } from '../../../components/field.tsx';
import { Input } from '../../../components/input.tsx';
import { NumberField } from '../../../components/number-field.tsx';
import { Radio } from '../../../components/radio.tsx';
import { Select } from '../../../components/select.tsx';
import {
  MOST_EVERY,
  MOST_TIMES,
  nthOf,
  rruleOf,
  WEEKDAYS,
  weekdayOf,
  type RuleForm,
  type Weekday,
} from './rule-form.ts';

const DAY_WORDS: Record<Weekday, string> = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
};

interface RuleFieldsProps {
  form: RuleForm;
  onChange: (change: Partial<RuleForm>) => void;
  problems: Readonly<Record<string, string>>;
}

/** When a series takes place: in plain parts, or as RRULE under "advanced" (S3). */
export function RuleFields({ form, onChange, problems }: RuleFieldsProps) {
  const typed = form.typed !== undefined;
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="sr-only">When it takes place</legend>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="First on" error={problems['/first'] ?? problems['/date']}>
          <Input type="date" value={form.date} onChange={(event) => onChange({ date: event.target.value })} />
        </Field>
        <Field label="At" error={problems['/time']}>
          <Input type="time" value={form.time} onChange={(event) => onChange({ time: event.target.value })} />
        </Field>
      </div>
      {!typed && (
        <>
          <div className="grid grid-cols-[6rem_1fr] gap-4 sm:max-w-xs">
            <NumberField
              label="Every"
              error={problems['/every']}
              least={1}
              most={MOST_EVERY}
              value={form.every}
              onChange={(every) => every !== null && onChange({ every })}
            />
            <Field label="Unit">
              <Select
                value={form.unit}
                onChange={(unit) => onChange({ unit })}
                options={[
                  { value: 'day', label: form.every === 1 ? 'day' : 'days' },
                  { value: 'week', label: form.every === 1 ? 'week' : 'weeks' },
                  { value: 'month', label: form.every === 1 ? 'month' : 'months' },
                ]}
              />
            </Field>
          </div>
          {form.unit === 'week' && <WeekDays form={form} onChange={onChange} />}
          {form.unit === 'month' && form.date !== '' && <Monthly form={form} onChange={onChange} />}
          <Ends form={form} onChange={onChange} problems={problems} />
        </>
      )}
      <details open={typed}>
        <summary
          className="w-fit text-sm text-muted hover:text-fg"
          onClick={(event) => {
            event.preventDefault();
            onChange({ typed: typed ? undefined : rruleOf(form) });
          }}
        >
          {typed ? 'Back to the plain form' : 'Advanced: write the rule'}
        </summary>
        <div className="mt-3">
          <Field
            label="Rule"
            error={problems['/rule']}
            hint="RRULE of RFC 5545, or words: “every 2nd Tuesday”, “last Friday of the month, 10 times”."
          >
            <Input
              className="font-mono"
              spellCheck={false}
              value={form.typed ?? ''}
              onChange={(event) => onChange({ typed: event.target.value })}
            />
          </Field>
        </div>
      </details>
    </fieldset>
  );
}

type PartProps = Pick<RuleFieldsProps, 'form' | 'onChange'>;

function WeekDays({ form, onChange }: PartProps) {
  const own = weekdayOf(form.date);
  const chosen = form.days.length > 0 ? form.days : own === undefined ? [] : [own];
  return (
    <div role="group" aria-label="On which days">
      <p className="mb-1 text-sm font-medium">On</p>
      <div className="flex flex-wrap gap-1.5">
        {WEEKDAYS.map((day) => {
          const isOn = chosen.includes(day);
          return (
            <button
              key={day}
              type="button"
              aria-pressed={isOn}
              onClick={() => onChange({ days: isOn ? chosen.filter((one) => one !== day) : [...chosen, day] })}
              className={clsx(
                'h-8 min-w-11 rounded-md border px-2 text-sm',
                isOn
                  ? 'border-accent bg-accent-soft font-medium text-accent-text'
                  : 'border-line-strong bg-surface text-muted hover:bg-hover',
              )}
            >
              {DAY_WORDS[day].slice(0, 3)}
              <span className="sr-only">{DAY_WORDS[day].slice(3)}</span>
            </button>
          );
        })}
      </div>
    </div>
  );
}

const NTH: Readonly<Record<number, string>> = { 1: 'first', 2: 'second', 3: 'third', 4: 'fourth', [-1]: 'last' };

const Monthly = ({ form, onChange }: PartProps) => (
  <Radio
    label="On which day of the month"
    value={form.monthly}
    onChange={(monthly) => onChange({ monthly })}
    options={[
      { value: 'date', label: `On day ${Number(form.date.slice(8))} of the month` },
      { value: 'weekday', label: `On the ${NTH[nthOf(form.date)] ?? ''} ${DAY_WORDS[weekdayOf(form.date) ?? 'MO']}` },
    ]}
  />
);

const Ends = ({ form, onChange, problems }: RuleFieldsProps) => (
  <div className="grid grid-cols-2 gap-4 sm:max-w-sm">
    <Field label="Ends">
      <Select
        value={form.end}
        onChange={(end) => onChange({ end })}
        options={[
          { value: 'never', label: 'never' },
          { value: 'until', label: 'on a date' },
          { value: 'count', label: 'after so many' },
        ]}
      />
    </Field>
    {form.end === 'until' && (
      <Field label="Last day" error={problems['/until']}>
        <Input
          type="date"
          min={form.date}
          value={form.until}
          onChange={(event) => onChange({ until: event.target.value })}
        />
      </Field>
    )}
    {form.end === 'count' && (
      <NumberField
        label="Times"
        error={problems['/count']}
        least={1}
        most={MOST_TIMES}
        value={form.count}
        onChange={(count) => count !== null && onChange({ count })}
      />
    )}
  </div>
);
