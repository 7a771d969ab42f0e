import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { Checkbox } from '../../../components/checkbox.tsx';
import { Combobox } from '../../../components/combobox.tsx';
import { Field } from '../../../components/field.tsx';
import { Input } from '../../../components/input.tsx';
import { day } from '../../../format/time.ts';
import { Chips } from '../chips.tsx';
import { calendarsQuery } from '../queries.ts';
import type { FieldsForm } from './fields-form.ts';

/** Dates on which nobody is contacted, on the calendar where each person is. */
export function DaysOff({ form }: { form: FieldsForm }) {
  const { settings, change } = form;
  const { hours } = settings;
  const { blackoutDates, holidays = [], skipFederalHolidays } = hours;
  const calendars = useQuery(calendarsQuery).data?.items ?? [];
  const [date, setDate] = useState('');
  const set = (part: Partial<typeof hours>): void => change({ hours: { ...hours, ...part } });
  const add = (): void => {
    if (date === '' || blackoutDates.includes(date)) return;
    set({ blackoutDates: [...blackoutDates, date].toSorted() });
    setDate('');
  };
  return (
    <>
      <Checkbox
        label="No calls on federal holidays of the United States"
        checked={skipFederalHolidays}
        onChange={(on) => set({ skipFederalHolidays: on })}
      />
      <Field label="Other holidays" optional>
        <Combobox
          options={calendars
            .filter((name) => !holidays.includes(name))
            .map((value) => ({ value, label: calendarWords(value) }))}
          value={undefined}
          placeholder="Type a country or province"
          onChange={(name) => set({ holidays: [...holidays, name] })}
        />
      </Field>
      <Chips
        items={holidays.map((name) => [name, calendarWords(name)])}
        onRemove={(name) => set({ holidays: holidays.filter((known) => known !== name) })}
      />
      <Field label="Further days off" optional>
        <span className="flex gap-2">
          <Input type="date" className="max-w-44" value={date} onChange={(event) => setDate(event.target.value)} />
          <Button icon={<Plus aria-hidden size={14} />} disabled={date === ''} onClick={add}>
            Add the day
          </Button>
        </span>
      </Field>
      <Chips
        items={blackoutDates.map((one) => [one, day(Date.parse(`${one}T12:00:00Z`), 'UTC')])}
        onRemove={(one) => set({ blackoutDates: blackoutDates.filter((known) => known !== one) })}
      />
    </>
  );
}

/** `ca-on` -> "CA-ON"; a name stays one. */
const calendarWords = (name: string): string =>
  /^[a-z]{2}(-[a-z]{2,3})?$/.test(name) ? name.toUpperCase() : name.replaceAll('-', ' ');
