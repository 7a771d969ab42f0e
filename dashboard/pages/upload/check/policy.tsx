import { Radio } from '../../../components/radio.tsx';
import { plural } from '../../../format/number.ts';
import { useDraft, useEdit } from '../draft-context.tsx';
import { changeDraft } from '../edits.ts';

/** What happens with the list while there are bad rows in it: said, not assumed. */
export function Policy({ rejected }: { rejected: number }) {
  const { draft, missing } = useDraft();
  const edit = useEdit();
  const value = draft.options['badRows'] === 'refuse' ? 'refuse' : 'skip';
  return (
    <section aria-labelledby="policy" className="rounded-lg border border-line bg-surface p-4">
      <h3 id="policy" className="mb-2 font-semibold">
        Rows that are set aside
      </h3>
      <Radio
        label="Rows that are set aside"
        value={value}
        onChange={(badRows) => void edit.run((version) => changeDraft(draft.id, { version, options: { badRows } }))}
        options={[
          {
            value: 'skip',
            label: 'Go on without them',
            hint: `${plural(rejected, 'row')} of ${draft.fileName} ${rejected === 1 ? 'is' : 'are'} left out; corrected ones can be added later, also after the launch.`,
            disabled: missing !== undefined,
          },
          {
            value: 'refuse',
            label: 'All or nothing',
            hint: 'Nobody is taken in, and nothing can be launched, while one row is set aside.',
            disabled: missing !== undefined,
          },
        ]}
      />
    </section>
  );
}
