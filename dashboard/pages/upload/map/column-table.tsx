import { plural } from '../../../format/number.ts';
import { useDraft } from '../draft-context.tsx';
import type { Inspection } from '../queries.ts';
import { ColumnRow } from './column-row.tsx';

/** One row per column of the file. Nothing is left out silently: below it stands what is kept and what is not. */
export function ColumnTable({ inspection }: { inspection: Inspection }) {
  const { draft } = useDraft();
  const { layout, profile } = inspection;
  const { columns } = layout;
  const kept = columns.filter(({ use }) => use === 'variable');
  const ignored = columns.filter(({ use }) => use === 'ignored');
  return (
    <div>
      <div className="overflow-x-auto rounded-lg border border-line bg-surface">
        <table className="w-full text-sm">
          <caption className="sr-only">Columns of {draft.fileName}, and what each is used as</caption>
          <thead className="text-left text-xs text-subtle">
            <tr className="[&>th]:border-b [&>th]:border-line [&>th]:px-3 [&>th]:py-2 [&>th]:font-medium">
              <th scope="col">Column</th>
              <th scope="col" className="max-md:hidden">
                For example
              </th>
              <th scope="col" className="text-right max-sm:hidden">
                Filled
              </th>
              <th scope="col">Used as</th>
            </tr>
          </thead>
          <tbody>
            {columns.map((column) => (
              <ColumnRow key={column.index} column={column} columns={columns} profile={profile[column.index]} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="mt-2 text-sm text-muted">
        {kept.length === 0
          ? 'No column is kept as a variable.'
          : `${plural(kept.length, 'column is', 'columns are')} kept for the message: ${names(kept.map(({ variable, header }) => variable ?? header))}.`}{' '}
        {ignored.length === 0
          ? 'None is ignored.'
          : `${plural(ignored.length, 'column is', 'columns are')} ignored: ${names(ignored.map(({ header }) => header))}.`}
      </p>
    </div>
  );
}

const SHOWN = 12;
const names = (all: readonly string[]): string =>
  all.length > SHOWN ? `${all.slice(0, SHOWN).join(', ')} and ${all.length - SHOWN} more` : all.join(', ');
