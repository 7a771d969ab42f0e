import { Field } from '../../../components/field.tsx';
import { Input } from '../../../components/input.tsx';
import type { TestPreview } from './queries.ts';

interface TestValuesProps {
  preview: TestPreview;
  /** As typed; empty = the first accepted row. */
  row: string;
  onRow: (row: string) => void;
  /** What was typed in place of the row's. */
  values: Readonly<Record<string, string>>;
  onValue: (name: string, value: string) => void;
}

/** Whose values fill the script, each of them open to change. */
export function TestValues({ preview, row, onRow, values, onValue }: TestValuesProps) {
  const { variables } = preview.script;
  if (variables.length === 0) return null;
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 text-sm font-medium">Whose values</legend>
      {preview.row !== null && (
        <div className="max-w-56">
          <Field label="Row of the list" hint={preview.row.name ?? `Row ${preview.row.rowNumber}`}>
            <Input
              inputMode="numeric"
              placeholder={String(preview.row.rowNumber)}
              value={row}
              onChange={(event) => onRow(event.target.value.replace(/\D/g, '').slice(0, 8))}
            />
          </Field>
        </div>
      )}
      <div className="grid gap-3 sm:grid-cols-2">
        {variables.map(({ name, value, required }) => (
          <Field
            key={name}
            label={name}
            optional={!required}
            error={
              preview.script.missing.includes(name) && values[name] === undefined
                ? 'Nothing is sent without it.'
                : undefined
            }
          >
            <Input value={values[name] ?? value} onChange={(event) => onValue(name, event.target.value)} />
          </Field>
        ))}
      </div>
    </fieldset>
  );
}
