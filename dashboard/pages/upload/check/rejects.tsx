import { useMutation, useQueryClient } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { Download, Upload } from 'lucide-react';
import { useId } from 'react';
import { addressOf } from '../../../api/client.ts';
import { toProblem } from '../../../api/problem.ts';
import { useScope } from '../../../app/session/use-session.ts';
import { Button } from '../../../components/button.tsx';
import { buttonStyle } from '../../../components/button-style.ts';
import { Callout } from '../../../components/callout.tsx';
import { toast } from '../../../components/toast-store.ts';
import { count, plural } from '../../../format/number.ts';
import { useDraft } from '../draft-context.tsx';
import { mergeRejects } from '../edits.ts';
import { importQuery, type Groups } from '../queries.ts';

/** The rows that were set aside as a file, and the same file corrected. */
export function Rejects({ totals }: { totals: Groups['totals'] }) {
  const { draft } = useDraft();
  const reveal = useScope('phones:reveal');
  const write = useScope('imports:write');
  const client = useQueryClient();
  const id = useId();
  const merge = useMutation({
    mutationFn: (file: File) => mergeRejects(draft.id, file),
    onSuccess: ({ merged: rows, refused }) =>
      toast({
        tone: refused > 0 ? 'warning' : 'success',
        title: `${plural(rows, 'corrected row')} merged`,
        detail: refused > 0 ? `${plural(refused, 'row')} of that file left out.` : 'They are looked at again.',
      }),
    onSettled: () => client.invalidateQueries({ queryKey: importQuery(draft.id).queryKey }),
  });
  const over = ['undone', 'undoing', 'cancelled'].includes(draft.state);
  const merged = merge.data;
  return (
    <section aria-labelledby={`${id}-title`} className="rounded-lg border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-[1_1_18rem]">
          <h3 id={`${id}-title`} className="font-semibold">
            Correct them in a spreadsheet
          </h3>
          <p className="text-sm text-muted">
            The file has the {plural(totals.rejected, 'row')} that {totals.rejected === 1 ? 'was' : 'were'} set aside
            with all their columns, and why. Correct it, keep its error columns, and upload it here: it is merged into
            this same draft.
          </p>
        </div>
        {reveal.allowed ? (
          <a
            className={buttonStyle('secondary', 'md')}
            href={addressOf('/imports/:importId/rejects.csv', {
              params: { importId: draft.id },
              query: { reveal: true },
            })}
            download
          >
            <Download aria-hidden size={14} />
            Download these rows
          </a>
        ) : (
          <Button icon={<Download aria-hidden size={14} />} missing={reveal.missing}>
            Download these rows
          </Button>
        )}
        {write.allowed && !over ? (
          <span className="relative focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-ring">
            <label htmlFor={id} className={clsx(buttonStyle('secondary', 'md'), merge.isPending && 'opacity-50')}>
              <Upload aria-hidden size={14} />
              {merge.isPending ? 'Merging' : 'Upload corrected rows'}
            </label>
            <input
              id={id}
              type="file"
              accept=".csv,.txt,text/csv"
              className="sr-only"
              disabled={merge.isPending}
              onChange={(event) => {
                const file = event.target.files?.[0];
                event.target.value = '';
                if (file !== undefined) merge.mutate(file);
              }}
            />
          </span>
        ) : (
          <Button icon={<Upload aria-hidden size={14} />} missing={write.missing ?? 'This list is over.'}>
            Upload corrected rows
          </Button>
        )}
      </div>
      {merge.isError && (
        <div className="mt-3">
          <Callout tone="danger" title={toProblem(merge.error).message}>
            {toProblem(merge.error).parts.repair}
          </Callout>
        </div>
      )}
      {merged !== undefined && (
        <div className="mt-3">
          <Callout
            tone={merged.refused > 0 ? 'warning' : 'success'}
            title={`${plural(merged.merged, 'corrected row')} merged, ${count(merged.unchanged)} came back as ${merged.unchanged === 1 ? 'it' : 'they'} went`}
          >
            {merged.refused > 0 && (
              <ul>
                {merged.firstRefused.map(({ fileRow, message }) => (
                  <li key={fileRow}>
                    Row {count(fileRow)} of that file was left out: {message}
                  </li>
                ))}
              </ul>
            )}
          </Callout>
        </div>
      )}
    </section>
  );
}
