import { Pill } from '../../../components/pill.tsx';
import { Select } from '../../../components/select.tsx';
import type { Tone } from '../../../components/tone.ts';
import { share } from '../../../format/number.ts';
import { useDraft, useEdit } from '../draft-context.tsx';
import { changeDraft } from '../edits.ts';
import type { Column, Inspection } from '../queries.ts';
import { mayBeSeveral, usesFor, withUse } from './targets.ts';

interface ColumnRowProps {
  column: Column;
  columns: readonly Column[];
  profile: Inspection['profile'][number] | undefined;
}

const SURE: Record<Column['confidence'], { tone: Tone; words: string }> = {
  certain: { tone: 'done', words: 'Certain' },
  likely: { tone: 'info', words: 'Likely' },
  unsure: { tone: 'warning', words: 'Unsure' },
};
const SAMPLES = 3;

export function ColumnRow({ column, columns, profile }: ColumnRowProps) {
  const { draft, missing } = useDraft();
  const edit = useEdit();
  const { header, use, place, reason, confidence, variable, index } = column;
  const sure = SURE[confidence];
  const samples = profile?.samples.slice(0, SAMPLES) ?? [];
  const told = reason === 'as told';
  const dull = use === 'variable' && confidence === 'certain';
  return (
    <tr className="align-top not-last:[&>*]:border-b not-last:[&>*]:border-line [&>*]:px-3 [&>*]:py-2.5">
      <th scope="row" className="max-w-40 min-w-24 text-left font-medium break-words">
        {header}
        <span className="block text-xs font-normal text-subtle">#{index + 1}</span>
      </th>
      <td className="max-w-44 max-md:hidden">
        {samples.length === 0 ? (
          <span className="text-xs text-subtle">no value</span>
        ) : (
          samples.map((sample, at) => (
            <span key={at} className="block truncate font-mono text-xs" title={sample}>
              {sample}
            </span>
          ))
        )}
      </td>
      <td className="text-right whitespace-nowrap max-sm:hidden">{share(profile?.fillRate ?? 0, 1)}</td>
      <td className="min-w-52">
        <Select
          aria-label={`Use ${header} as`}
          options={usesFor(draft.purpose)}
          value={use}
          disabled={missing !== undefined}
          onChange={(next) =>
            void edit.run((version) => changeDraft(draft.id, { version, options: withUse(columns, index, next) }))
          }
        />
        <span className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-subtle">
          {told ? (
            <span>As you said</span>
          ) : (
            !dull &&
            use !== 'ignored' && (
              <Pill size="sm" tone={sure.tone}>
                {sure.words}
              </Pill>
            )
          )}
          {!told && <span>{reason}</span>}
          {told && mayBeSeveral(use) && columns.filter((other) => other.use === use).length > 1 && (
            <span>
              {use === 'phone' ? 'tried' : 'joined'} as number {place + 1}
            </span>
          )}
          {variable !== null && use !== 'ignored' && <code className="font-mono text-fg">{`{{ ${variable} }}`}</code>}
        </span>
      </td>
    </tr>
  );
}
