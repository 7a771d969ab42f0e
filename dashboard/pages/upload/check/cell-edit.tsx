import { Check, Pencil, X } from 'lucide-react';
import { useId, useState } from 'react';
import { useScope } from '../../../app/session/use-session.ts';
import { IconButton } from '../../../components/icon-button.tsx';
import { Input } from '../../../components/input.tsx';
import { toast } from '../../../components/toast-store.ts';
import { isMasked } from '../../../format/phone.ts';
import { count } from '../../../format/number.ts';
import { useDraft, useEdit } from '../draft-context.tsx';
import { editCells } from '../edits.ts';
import { isAtWork, type Problem } from '../queries.ts';

/** One value of a row, corrected where it stands; its row is looked at again at once. */
export function CellEdit({ problem }: { problem: Problem }) {
  const { draft } = useDraft();
  const scope = useScope('imports:write');
  const edit = useEdit();
  const { column, rowNumber, value } = problem;
  const [typed, setTyped] = useState<string | null>(null);
  const whyId = useId();
  const shown = value ?? '';
  // What is hidden cannot stand in the field: saved as it opens, the cell would lose it.
  const held =
    isMasked(shown) && typed === '' ? 'The number is hidden here: type it whole, or it would be lost.' : undefined;
  const cell =
    shown === '' ? (
      <span className="text-subtle">{column === null ? '–' : 'empty'}</span>
    ) : (
      <code className="font-mono text-xs leading-5 break-all whitespace-pre-wrap">{shown}</code>
    );
  const editable = column !== null && ['checked', 'done'].includes(draft.state) && !isAtWork(draft);
  if (!editable || column === null) return cell;
  if (typed === null) {
    return (
      <span className="flex items-start gap-1">
        <span className="min-w-0">{cell}</span>
        <IconButton
          size="sm"
          label={`Correct ${column} in row ${rowNumber}`}
          icon={<Pencil size={12} />}
          missing={scope.missing}
          onClick={() => setTyped(isMasked(shown) ? '' : shown)}
        />
      </span>
    );
  }
  const save = async (): Promise<void> => {
    const done = await edit.run((version) => editCells(draft.id, rowNumber, { version, cells: { [column]: typed } }));
    if (!done) return;
    setTyped(null);
    toast({
      title: `Row ${count(rowNumber)} is looked at again`,
      detail: `${column}: ${typed === '' ? 'empty' : typed}`,
    });
  };
  return (
    <form
      className="flex flex-wrap items-center gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        if (held === undefined) void save();
      }}
    >
      <Input
        autoFocus
        aria-label={`${column} of row ${rowNumber}`}
        aria-describedby={held === undefined ? undefined : whyId}
        className="w-auto min-w-32 flex-1 font-mono text-xs"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setTyped(null);
        }}
      />
      <IconButton size="sm" type="submit" label="Save" busy={edit.busy} missing={held} icon={<Check size={14} />} />
      <IconButton size="sm" label="Leave it" icon={<X size={14} />} onClick={() => setTyped(null)} />
      {held !== undefined && (
        <p id={whyId} className="w-full text-xs text-subtle">
          {held}
        </p>
      )}
    </form>
  );
}
