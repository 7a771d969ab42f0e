import { useMutation, useQueryClient } from '@tanstack/react-query';
import { BellOff, ChevronRight } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { toProblem } from '../../api/problem.ts';
import { useScope } from '../../app/session/use-session.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { Time } from '../../components/time.tsx';
import { toast } from '../../components/toast-store.ts';
import { count, plural } from '../../format/number.ts';
import { actorWords } from './actor-words.ts';
import { snooze, wake, type Group } from './queries.ts';

/** Groups that somebody put aside, folded; why, by whom and until when. */
export function SnoozedGroups({ groups, isOpen }: { groups: readonly Group[]; isOpen: boolean }) {
  const patch = usePatchSearch();
  if (groups.length === 0) return null;
  return (
    <section className="rounded-lg border border-line bg-surface">
      <h2>
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => patch({ snoozed: isOpen ? undefined : true })}
          className="flex w-full items-center gap-2 rounded-lg px-4 py-2.5 text-left text-muted hover:bg-hover"
        >
          <ChevronRight aria-hidden size={15} className={isOpen ? 'rotate-90' : ''} />
          <BellOff aria-hidden size={15} />
          {plural(groups.length, 'snoozed group')}
        </button>
      </h2>
      {isOpen && (
        <ul className="border-t border-line">
          {groups.map((group) => (
            <Snoozed key={group.cause} group={group} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Snoozed({ group }: { group: Group }) {
  const { snooze: put, cause, words, openContacts } = group;
  if (put === null) return null;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0">
      <div className="min-w-0 flex-[1_1_16rem]">
        <p className="flex flex-wrap items-center gap-2">
          <Link to="/failures/$cause" params={{ cause }} className="link font-medium">
            {words}
          </Link>
          <StatusPill kind="cause" state={group.class} />
          <span className="text-sm text-subtle">{plural(openContacts, 'open contact')}</span>
        </p>
        <p className="text-sm text-muted">
          {actorWords(put.by)}: {put.reason}
        </p>
      </div>
      <p className="text-sm text-muted">
        <Until {...put} />
      </p>
      <WakeButton group={group} />
    </li>
  );
}

export const Until = ({ untilAt, untilCount }: Pick<NonNullable<Group['snooze']>, 'untilAt' | 'untilCount'>) => (
  <>
    {untilAt !== null && (
      <>
        until <Time at={untilAt} as="both" />
      </>
    )}
    {untilAt !== null && untilCount !== null && ', or '}
    {untilCount !== null && <>until {count(untilCount)} failed attempts</>}
    {untilAt === null && untilCount === null && 'until somebody wakes it'}
  </>
);

export function WakeButton({ group }: { group: Group }) {
  const { missing } = useScope('campaigns:write');
  const client = useQueryClient();
  const refresh = (): void => void client.invalidateQueries({ queryKey: ['failures', 'groups'] });
  const { snooze: put } = group;
  const again = async (): Promise<void> => {
    if (put === null) return;
    const { campaignId, cause, untilAt, untilCount, reason } = put;
    const until = { ...(untilAt === null ? {} : { untilAt }), ...(untilCount === null ? {} : { untilCount }) };
    await snooze({ campaignId, cause, reason, ...until });
    refresh();
  };
  const waking = useMutation({
    mutationFn: () => wake(put?.id ?? ''),
    onSuccess: () => {
      toast({ title: `“${group.words}” is back in the list`, undo: () => void again() });
      refresh();
    },
    onError: (error) => toast({ tone: 'danger', title: 'Still snoozed', detail: toProblem(error).message }),
  });
  return (
    <Button size="sm" missing={missing} busy={waking.isPending} onClick={() => waking.mutate()}>
      Wake
    </Button>
  );
}
