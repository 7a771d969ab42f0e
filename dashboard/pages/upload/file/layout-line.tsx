import { useQuery } from '@tanstack/react-query';
import { Field } from '../../../components/field.tsx';
import { Select, type Option } from '../../../components/select.tsx';
import { Spinner } from '../../../components/spinner.tsx';
import { useDraft, useEdit } from '../draft-context.tsx';
import { changeDraft } from '../edits.ts';
import { limitsQuery, type Inspection } from '../queries.ts';

const DELIMITERS: Readonly<Record<string, string>> = { ',': 'Comma', ';': 'Semicolon', '\t': 'Tab', '|': 'Bar' };
const QUOTES: Readonly<Record<string, string>> = { '"': 'Double quotes', "'": 'Single quotes', none: 'None' };
const HEADERS: Readonly<Record<string, string>> = { true: 'In the first row', false: 'None: row 1 is a person' };

const FOUND = 'found';

/** Encoding, delimiter, quotes and header on one line: found, and corrected where that is wrong. */
export function LayoutLine({ layout }: { layout: Inspection['layout'] | undefined }) {
  const { draft, missing } = useDraft();
  const edit = useEdit();
  const limits = useQuery(limitsQuery).data;
  const encodings = limits?.encodings ?? layout?.encodingAlternatives ?? [];
  const change = (name: string, value: unknown): void =>
    void edit.run((version) => changeDraft(draft.id, { version, options: { [name]: value } }));
  const { options } = draft;
  return (
    <section aria-label="How the file is read" className="rounded-lg border border-line bg-surface p-4">
      <div className="grid grid-cols-[repeat(auto-fit,minmax(11.5rem,1fr))] gap-4">
        <Choice
          label="Encoding"
          told={options['encoding']}
          found={layout?.encoding}
          reason={sure(layout?.encodingSure, layout?.encodingReason)}
          values={encodings.map((value) => [value, encodingWords(value)])}
          missing={missing}
          onChange={(value) => change('encoding', value)}
        />
        <Choice
          label="Delimiter"
          told={options['delimiter']}
          found={layout?.delimiter}
          reason={sure(layout?.delimiterSure, layout?.delimiterReason)}
          values={Object.entries(DELIMITERS)}
          missing={missing}
          onChange={(value) => change('delimiter', value)}
        />
        <Choice
          label="Quotes"
          told={options['quote']}
          found={layout?.quote}
          reason={sure(layout?.quoteSure, layout?.quoteReason)}
          values={Object.entries(QUOTES)}
          missing={missing}
          onChange={(value) => change('quote', value)}
        />
        <Choice
          label="Header"
          told={options['hasHeader']}
          found={layout?.hasHeader}
          reason={sure(layout?.headerSure, layout?.headerReason)}
          values={Object.entries(HEADERS)}
          missing={missing}
          onChange={(value) => change('hasHeader', value === null ? null : value === 'true')}
        />
      </div>
      <p role="status" className="mt-2 flex min-h-5 items-center gap-2 text-xs text-subtle">
        {edit.busy && (
          <>
            <Spinner /> Reading it anew
          </>
        )}
        {!edit.busy && (missing ?? 'What you change is tried at once; the rows below show it.')}
      </p>
    </section>
  );
}

const SURE = { certain: 'Certain', likely: 'Likely', doubtful: 'Doubtful' } as const;
const sure = (how: keyof typeof SURE | undefined, reason: string | undefined): string | undefined =>
  how === undefined ? undefined : `${SURE[how]}: ${reason ?? ''}`;

export const encodingWords = (name: string): string =>
  name
    .replace(/^utf-/, 'UTF-')
    .replace(/^windows-/, 'Windows-')
    .replace(/^iso-/, 'ISO-')
    .replace('macintosh', 'Macintosh');

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

interface ChoiceProps {
  label: string;
  /** As it was told; undefined = it is found out. */
  told: unknown;
  found: unknown;
  reason: string | undefined;
  values: readonly (readonly [value: string, words: string])[];
  missing: string | undefined;
  onChange: (value: string | null) => void;
}

function Choice({ label, told, found, reason, values, missing, onChange }: ChoiceProps) {
  const wordsOf = (value: unknown): string =>
    values.find(([known]) => known === textOf(value))?.[1] ?? encodingWords(textOf(value));
  const isTold = told !== undefined;
  const options: Option<string>[] = [
    { value: FOUND, label: isTold || found === undefined ? 'Find it out' : `${wordsOf(found)} (found)` },
    ...values.map(([value, words]) => ({ value, label: words })),
  ];
  return (
    <Field label={label} hint={isTold ? 'As you said' : reason}>
      <Select
        options={options}
        value={isTold ? textOf(told) : FOUND}
        disabled={missing !== undefined}
        onChange={(value) => onChange(value === FOUND ? null : value)}
      />
    </Field>
  );
}
