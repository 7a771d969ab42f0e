import { Plus, X } from 'lucide-react';
import { useEffect } from 'react';
import { Button } from '../../../components/button.tsx';
import { Checkbox } from '../../../components/checkbox.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { Select } from '../../../components/select.tsx';
import type { FieldsForm } from './fields-form.ts';
import { useTyped } from '../../../components/use-typed.ts';
import {
  DAY_NAMES,
  hoursWrong,
  isOvernight,
  nextDay,
  PRESETS,
  sayWeekly,
  WEEKDAYS,
  type Weekday,
  type Weekly,
} from './weekly.ts';

/** Windows per weekday, on the wall clock of the person who is called. */
export function HoursEditor({ form }: { form: FieldsForm }) {
  const { settings, change, errorOf } = form;
  const { weekly, channels } = settings.hours;
  const set = (next: Weekly): void => change({ hours: { ...settings.hours, weekly: next } });
  const preset = PRESETS.findIndex((one) => sayWeekly(one.weekly) === sayWeekly(weekly));
  const wrong = hoursWrong(weekly);
  const { hold } = form;
  useEffect(() => {
    hold('hours', wrong);
    return () => hold('hours', undefined);
  }, [hold, wrong]);
  const error = wrong ?? errorOf('/hours');
  return (
    <>
      <Select
        aria-label="Usual hours"
        options={PRESETS.map(({ label }, at) => ({ value: String(at), label }))}
        value={preset === -1 ? undefined : String(preset)}
        placeholder="As set below"
        onChange={(at) => set(PRESETS[Number(at)]?.weekly ?? weekly)}
      />
      <ul className="flex flex-col gap-1.5">
        {WEEKDAYS.map((day) => (
          <Day
            key={day}
            form={form}
            day={day}
            windows={weekly[day] ?? []}
            onChange={(windows) => set(withDay(weekly, day, windows))}
          />
        ))}
      </ul>
      {error !== undefined && (
        <p role="alert" data-tone="danger" className="text-sm text-tone-fg">
          {error}
        </p>
      )}
      {channels !== undefined && (
        <p className="text-sm text-subtle">
          {channels.call !== undefined && `Calls have hours of their own: ${sayWeekly(channels.call)}. `}
          {channels.sms !== undefined && `Texts have hours of their own: ${sayWeekly(channels.sms)}.`}
        </p>
      )}
    </>
  );
}

type Windows = NonNullable<Weekly[Weekday]>;

function withDay(weekly: Weekly, day: Weekday, windows: Windows): Weekly {
  const { [day]: _, ...others } = weekly;
  return windows.length === 0 ? others : { ...others, [day]: windows };
}

interface DayProps {
  form: FieldsForm;
  day: Weekday;
  windows: Windows;
  onChange: (windows: Windows) => void;
}

function Day({ form, day, windows, onChange }: DayProps) {
  const name = DAY_NAMES[day];
  const set = (at: number, window: Windows[number]): void =>
    onChange(windows.map((known, place) => (place === at ? window : known)));
  return (
    <li className="flex min-h-8 flex-wrap items-start gap-x-3 gap-y-1">
      <span className="w-28 pt-1.5">
        <Checkbox
          label={name}
          checked={windows.length > 0}
          onChange={(on) => onChange(on ? [['10:00', '17:00']] : [])}
        />
      </span>
      {windows.length === 0 && <span className="pt-1.5 text-sm text-subtle">closed</span>}
      <span className="flex flex-col gap-1">
        {windows.map(([from, to], at) => (
          <span key={at} className="flex flex-wrap items-center gap-1.5">
            <TimeInput
              form={form}
              label={`${name}, window ${at + 1}, from`}
              value={from}
              onChange={(value) => set(at, [value, to])}
            />
            <span className="text-sm text-subtle">to</span>
            <TimeInput
              form={form}
              label={`${name}, window ${at + 1}, to`}
              value={to}
              onChange={(value) => set(at, [from, value])}
            />
            {windows.length > 1 && (
              <IconButton
                size="sm"
                label={`Remove window ${at + 1} of ${name}`}
                icon={<X size={14} />}
                onClick={() => onChange(windows.filter((_, place) => place !== at))}
              />
            )}
            {at === windows.length - 1 && windows.length < 3 && (
              <Button
                size="sm"
                kind="ghost"
                aria-label={`Another window on ${name}`}
                icon={<Plus aria-hidden size={14} />}
                onClick={() => onChange([...windows, ['18:00', '19:00']])}
              />
            )}
            {isOvernight([from, to]) && (
              <span data-tone="warning" className="text-sm text-tone-fg">
                Goes on past midnight, until {to} on {DAY_NAMES[nextDay(day)]}.
              </span>
            )}
          </span>
        ))}
      </span>
    </li>
  );
}

interface TimeInputProps {
  form: FieldsForm;
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** The end of a day is 24:00 here; the field of the browser knows 23:59 at most. */
function TimeInput({ form, label, value, onChange }: TimeInputProps) {
  const { text, wrong, onText, onLeave } = useTyped({
    form,
    name: label,
    shown: value === '24:00' ? '23:59' : value,
    read: (typed) => (typed === '' ? { wrong: 'Give a time.' } : { value: typed === '23:59' ? '24:00' : typed }),
    onValue: onChange,
  });
  return (
    <>
      <input
        type="time"
        aria-label={label}
        aria-invalid={wrong !== undefined || undefined}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onBlur={onLeave}
        className="control h-8 w-31 px-2"
      />
      {wrong !== undefined && (
        <span data-tone="danger" className="text-xs text-tone-fg">
          {wrong}
        </span>
      )}
    </>
  );
}
