import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ListX, Upload } from 'lucide-react';
import { useState } from 'react';
import { useScope } from '../../app/session/use-session.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Pill } from '../../components/pill.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Time } from '../../components/time.tsx';
import { toast } from '../../components/toast-store.ts';
import { count, plural } from '../../format/number.ts';
import { actorWords } from '../failures/actor-words.ts';
import { ListLoads } from './list-loads.tsx';
import { listsQuery, removeList, type StopList } from './queries.ts';
import { UploadDialog } from './upload-dialog.tsx';
import { bannedWords } from './words.ts';

/** Registries and lists of people who are not to be called. */
export function StopLists() {
  const query = useQuery(listsQuery);
  const { missing } = useScope('consent:write');
  const [open, setOpen] = useState<{ what: 'upload' | 'remove'; list?: StopList } | null>(null);
  const upload = (
    <Button
      kind="primary"
      icon={<Upload aria-hidden size={14} />}
      missing={missing}
      onClick={() => setOpen({ what: 'upload' })}
    >
      Load a list
    </Button>
  );
  return (
    <>
      <QueryView query={query} what="The stop lists" works="they hold: nobody on them is dialled">
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="No stop list yet" icon={<ListX size={18} />} action={upload}>
              A registry of a country, or a list of your own: one file of numbers that are not called or texted. Loading
              it again puts the new file in the place of the old one.
            </EmptyState>
          ) : (
            <>
              <div className="mb-3 flex justify-end">{upload}</div>
              <ul aria-label="Stop lists" className="flex flex-col gap-4">
                {items.map((list) => (
                  <ListCard
                    key={list.name}
                    list={list}
                    missing={missing}
                    onReplace={() => setOpen({ what: 'upload', list })}
                    onRemove={() => setOpen({ what: 'remove', list })}
                  />
                ))}
              </ul>
            </>
          )
        }
      </QueryView>
      {open?.what === 'upload' && <UploadDialog list={open.list} onClose={() => setOpen(null)} />}
      {open?.what === 'remove' && open.list !== undefined && (
        <RemoveDialog list={open.list} onClose={() => setOpen(null)} />
      )}
    </>
  );
}

interface ListCardProps {
  list: StopList;
  missing: string | undefined;
  onReplace: () => void;
  onRemove: () => void;
}

function ListCard({ list, missing, onReplace, onRemove }: ListCardProps) {
  const patch = usePatchSearch();
  const [isOpen, setOpen] = useState(false);
  return (
    <li className="rounded-lg border border-line bg-surface">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2 p-4">
        <div className="min-w-0 flex-[1_1_16rem]">
          <h2 className="flex flex-wrap items-center gap-2 font-semibold">
            {list.name}
            {list.stale && (
              <Pill tone="warning" size="sm">
                Too old
              </Pill>
            )}
            {list.state !== 'done' && (
              <Pill tone={list.state === 'failed' ? 'final' : 'waiting'} size="sm">
                {list.state === 'failed' ? 'Failed' : 'Loading'}
              </Pill>
            )}
          </h2>
          <p className="text-muted">
            {plural(list.numbers, 'number gets', 'numbers get')} no {bannedWords(list.purpose, list.channel)}. From:{' '}
            {list.source}.
          </p>
          <p className="text-sm text-subtle">
            {list.asOf === null ? 'No date of publication' : `As of ${list.asOf}`}
            {list.ageDays === null ? '' : `, ${plural(list.ageDays, 'day')} old`}; loaded by{' '}
            {actorWords(list.createdBy)}, <Time at={list.doneAt ?? list.createdAt} as="both" />
            {list.stale && list.staleRule !== null && `. Too old by the rule ${list.staleRule}: load a newer one.`}
            {list.failure !== null && `. ${list.failure}`}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button size="sm" kind="ghost" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            History
          </Button>
          <Button size="sm" kind="ghost" onClick={() => patch({ tab: undefined, list: list.name })}>
            Its numbers
          </Button>
          <Button size="sm" missing={missing} onClick={onReplace}>
            Replace
          </Button>
          <Button size="sm" kind="danger-quiet" missing={missing} onClick={onRemove}>
            Remove
          </Button>
        </div>
      </div>
      {isOpen && <ListLoads name={list.name} />}
    </li>
  );
}

function RemoveDialog({ list, onClose }: { list: StopList; onClose: () => void }) {
  const client = useQueryClient();
  const remove = async (reason: string): Promise<void> => {
    const { lifted } = await removeList(list.name, reason);
    void client.invalidateQueries({ queryKey: ['suppressions'] });
    toast({ title: `${list.name} is removed`, detail: `${plural(lifted, 'number')} may be called again.` });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Remove ${list.name}?`}
      confirm={`Let ${plural(list.numbers, 'number')} be called again`}
      danger
      reason="required"
      typedName={list.name}
      onConfirm={remove}
    >
      <p>
        All {count(list.numbers)} numbers of it may be called and texted again, unless something else forbids it. Its
        rows stay on record as lifted. Contacts that ended because of it stay ended.
      </p>
    </ConfirmDialog>
  );
}
