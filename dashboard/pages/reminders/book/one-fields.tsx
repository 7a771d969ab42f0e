import { Combobox } from '../../../components/combobox.tsx';
import { Field } from '../../../components/field.tsx';
import type { ProgrammeDetail } from '../shapes.ts';
import { ZONE_OPTIONS } from '../../../format/zone-options.ts';
import { DateTimeFields } from './date-time-fields.tsx';
import { idOf, type OneForm } from './one-form.ts';
import { WhoFields } from './who-fields.tsx';

interface OneFieldsProps {
  form: OneForm;
  onChange: (change: Partial<OneForm>) => void;
  programme: ProgrammeDetail | undefined;
  /** What is wrong, by its pointer: "/phone". */
  problems: Readonly<Record<string, string>>;
}

/** What is told of one appointment. */
export const OneFields = ({ form, onChange, programme, problems }: OneFieldsProps) => (
  <WhoFields
    form={form}
    onChange={onChange}
    programme={programme}
    problems={problems}
    externalIdHint={`The id in your own system: the same id again moves this appointment. Left empty: ${idOf(form)}.`}
    place={<Place form={form} onChange={onChange} problem={problems['/recipientZone']} />}
  >
    <DateTimeFields
      {...form}
      onChange={onChange}
      problem={problems['/startsAt'] ?? problems['/date']}
      timeProblem={problems['/time']}
    />
  </WhoFields>
);

type PlaceProps = Pick<OneFieldsProps, 'form' | 'onChange'> & { problem: string | undefined };

const Place = ({ form, onChange, problem }: PlaceProps) => (
  <details open={problem !== undefined || form.recipientZone !== '' || undefined}>
    <summary className="w-fit text-sm text-muted hover:text-fg">
      The recipient is somewhere else than the number says
    </summary>
    <div className="mt-3">
      <Field
        label="Where the recipient is"
        optional
        error={problem}
        hint="Calling hours are those of this place. Left open, it is guessed from the number."
      >
        <Combobox
          options={[{ value: '', label: 'By the number' }, ...ZONE_OPTIONS]}
          value={form.recipientZone}
          onChange={(recipientZone) => onChange({ recipientZone })}
        />
      </Field>
    </div>
  </details>
);
