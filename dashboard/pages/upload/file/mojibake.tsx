import { Button } from '../../../components/button.tsx';
import { Callout } from '../../../components/callout.tsx';
import { useDraft, useEdit } from '../draft-context.tsx';
import { changeDraft } from '../edits.ts';
import type { Inspection } from '../queries.ts';
import { findMojibake } from './find-mojibake.ts';
import { encodingWords } from './layout-line.tsx';

const OFFERED = 3;

/** Offers other encodings where the letters look wrong, or where nobody can be sure. */
export function Mojibake({ inspection }: { inspection: Inspection }) {
  const { draft, missing } = useDraft();
  const edit = useEdit();
  const { layout, rows } = inspection;
  const broken = findMojibake([{ rowNumber: 1, cells: layout.header }, ...rows]);
  const isTold = draft.options['encoding'] !== undefined;
  if (broken === null && (layout.encodingSure !== 'doubtful' || isTold)) return null;
  const others = layout.encodingAlternatives.filter((name) => name !== layout.encoding).slice(0, OFFERED);
  return (
    <Callout
      tone="warning"
      title={broken === null ? 'Look at the names below: are their letters right?' : 'Some letters look wrong'}
      actions={others.map((encoding) => (
        <Button
          key={encoding}
          size="sm"
          busy={edit.busy}
          missing={missing}
          onClick={() => void edit.run((version) => changeDraft(draft.id, { version, options: { encoding } }))}
        >
          Try {encodingWords(encoding)}
        </Button>
      ))}
    >
      {broken !== null && `Row ${broken.rowNumber} has “${broken.cell.slice(0, 60)}”. `}
      It is read as {encodingWords(layout.encoding)}.{' '}
      {others.length === 0 &&
        'If the file shows right elsewhere, choose another encoding above. Letters that were spoiled before it came here are repaired in step 3, all with one decision.'}
    </Callout>
  );
}
