import { ChevronRight } from 'lucide-react';
import { Combobox } from '../../../components/combobox.tsx';
import { Field } from '../../../components/field.tsx';
import { Select } from '../../../components/select.tsx';
import { countryWords } from '../../../format/country-words.ts';
import { Chips } from '../chips.tsx';
import { useDraft, useEdit } from '../draft-context.tsx';
import { changeDraft } from '../edits.ts';
import type { Inspection } from '../queries.ts';
import { chosenCountries, COUNTRIES } from './countries.ts';
import { ZONE_OPTIONS } from '../../../format/zone-options.ts';

const NONE = 'none';

/** What the columns do not say: the country of national numbers, and what becomes of doubles. */
export function ReadingOptions({ inspection }: { inspection: Inspection }) {
  const { draft, missing } = useDraft();
  const edit = useEdit();
  const { options } = draft;
  const change = (name: string, value: unknown): void =>
    void edit.run((version) => changeDraft(draft.id, { version, options: { [name]: value } }));
  const text = (name: string): string | undefined => {
    const value = options[name];
    return typeof value === 'string' ? value : undefined;
  };
  const called = chosenCountries(options) ?? [];
  const call = (countries: readonly string[]): void =>
    change('countries', countries.length === 0 ? null : [...countries].toSorted());
  const disabled = missing !== undefined;
  const dated = inspection.layout.columns.some(
    ({ use }) => use === 'send_at' || use === 'starts_at' || use.startsWith('consent_'),
  );
  const hasCountry = inspection.layout.columns.some(({ use }) => use === 'country');
  return (
    <fieldset disabled={disabled} className="rounded-lg border border-line bg-surface p-4">
      <legend className="sr-only">What the columns do not say</legend>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Country of national numbers"
          hint={
            hasCountry
              ? 'For rows whose country column is empty.'
              : 'Numbers without a country code, like (202) 555-0123, are read as numbers of this country; with none they are set aside.'
          }
        >
          <Combobox
            options={[{ value: NONE, label: 'None' }, ...COUNTRIES]}
            value={text('defaultCountry') ?? NONE}
            onChange={(value) => change('defaultCountry', value === NONE ? null : value)}
          />
        </Field>
        <div className="flex flex-col gap-4">
          <Field
            label="Countries that may be called"
            optional
            hint={
              called.length === 0
                ? 'With none, every country that the numbers of the campaign reach.'
                : 'Numbers of other countries are set aside.'
            }
          >
            <Combobox
              options={COUNTRIES.filter(({ value }) => !called.includes(value))}
              value={undefined}
              placeholder={called.length === 0 ? 'Every country' : 'Add another country'}
              onChange={(country) => call([...called, country])}
            />
          </Field>
          <Chips
            items={called.map((code) => [code, countryWords(code)])}
            onRemove={(code) => call(called.filter((one) => one !== code))}
          />
        </div>
        {dated && (
          <Field label="Dates like 03/04/2027" hint="Only where the column does not make it certain by itself.">
            <Select
              options={[
                { value: NONE, label: 'Are set aside where they are unclear' },
                { value: 'mdy', label: 'Month first: 4 March' },
                { value: 'dmy', label: 'Day first: 3 April' },
              ]}
              value={text('dateOrder') ?? NONE}
              onChange={(value) => change('dateOrder', value === NONE ? null : value)}
            />
          </Field>
        )}
      </div>
      <details className="group mt-3">
        <summary className="inline-flex items-center gap-1 text-sm text-muted hover:text-fg">
          <ChevronRight aria-hidden size={14} className="transition-transform group-open:rotate-90" />
          Doubles, people of other campaigns, time zone of the rest
        </summary>
        <div className="mt-3 grid gap-4 sm:grid-cols-2">
          <Field label="The same number twice">
            <Select
              options={[
                { value: 'skip', label: 'The first row counts' },
                { value: 'keep_last', label: 'The last row counts' },
                { value: 'keep_all', label: 'Every row counts' },
              ]}
              value={text('duplicates') ?? 'skip'}
              onChange={(value) => change('duplicates', value === 'skip' ? null : value)}
            />
          </Field>
          <Field label="People who wait in another campaign">
            <Select
              options={[
                { value: 'warn', label: 'Keep them, with a warning' },
                { value: 'skip', label: 'Leave them out' },
                { value: 'ignore', label: 'Keep them' },
              ]}
              value={text('others') ?? 'warn'}
              onChange={(value) => change('others', value === 'warn' ? null : value)}
            />
          </Field>
          <Field
            label="Time zone of the rest"
            hint="For people whose zone, address and number say nothing; with none they wait for somebody to say it."
          >
            <Combobox
              options={[{ value: NONE, label: 'None' }, ...ZONE_OPTIONS]}
              value={text('defaultZone') ?? NONE}
              onChange={(value) => change('defaultZone', value === NONE ? null : value)}
            />
          </Field>
        </div>
      </details>
    </fieldset>
  );
}
