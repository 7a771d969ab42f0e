import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Save } from 'lucide-react';
import { useState } from 'react';
import { toProblem } from '../../../api/problem.ts';
import { Button } from '../../../components/button.tsx';
import { Callout } from '../../../components/callout.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { Field } from '../../../components/field.tsx';
import { Input } from '../../../components/input.tsx';
import { toast } from '../../../components/toast-store.ts';
import { useDraft, useEdit } from '../draft-context.tsx';
import { changeDraft, saveMapping } from '../edits.ts';
import type { Inspection } from '../queries.ts';

/** Keeps a mapping for lists with the same headers, and offers one that was kept. */
export function MappingTools({ inspection }: { inspection: Inspection }) {
  const { draft, missing } = useDraft();
  const edit = useEdit();
  const [naming, setNaming] = useState(false);
  const { savedMapping, layout } = inspection;
  const used = savedMapping !== null && sameMapping(savedMapping.mapping, draft.options['mapping']);
  return (
    <span className="flex flex-wrap items-center gap-2">
      {savedMapping !== null && !used && missing === undefined && (
        <Button
          size="sm"
          busy={edit.busy}
          onClick={() => {
            const { mapping, ignore } = savedMapping;
            void edit.run((version) => changeDraft(draft.id, { version, options: { mapping, ignore } }));
          }}
        >
          Use the saved mapping “{savedMapping.name}”
        </Button>
      )}
      {used && <span className="text-sm text-subtle">Mapped as in “{savedMapping.name}”</span>}
      <Button
        size="sm"
        kind="ghost"
        icon={<Save aria-hidden size={14} />}
        missing={missing ?? (layout.hasHeader ? undefined : 'Without a header there is nothing to know a list by.')}
        onClick={() => setNaming(true)}
      >
        Save this mapping
      </Button>
      {naming && <NameMapping onClose={() => setNaming(false)} />}
    </span>
  );
}

const sameMapping = (saved: unknown, told: unknown): boolean =>
  told !== undefined && JSON.stringify(sorted(saved)) === JSON.stringify(sorted(told));

const sorted = (mapping: unknown): unknown =>
  typeof mapping === 'object' && mapping !== null
    ? Object.entries(mapping)
        .filter(([, columns]: [string, unknown]) => Array.isArray(columns) && columns.length > 0)
        .toSorted(([a], [b]) => a.localeCompare(b))
    : mapping;

function NameMapping({ onClose }: { onClose: () => void }) {
  const { draft } = useDraft();
  const client = useQueryClient();
  const [name, setName] = useState(draft.fileName.replace(/\.\w+$/, ''));
  const save = useMutation({
    mutationFn: () => saveMapping(draft.id, name.trim()),
    onSuccess: () => {
      onClose();
      void client.invalidateQueries({ queryKey: ['import', draft.id, 'inspect'] });
      toast({ title: 'The mapping is saved', detail: 'It is offered for lists with the same headers.' });
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Save this mapping"
      description="It is offered whenever a list with the same headers is uploaded, whatever the order of its columns."
      footer={
        <>
          <Button onClick={onClose}>Go back</Button>
          <Button kind="primary" busy={save.isPending} disabled={name.trim() === ''} onClick={() => save.mutate()}>
            Save the mapping
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') save.mutate();
        }}
      >
        <Field label="Name">
          <Input value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
        </Field>
        {save.isError && (
          <Callout tone="danger" title={toProblem(save.error).message}>
            {toProblem(save.error).parts.repair}
          </Callout>
        )}
      </form>
    </Dialog>
  );
}
