import { useQueryClient } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { toProblem } from '../../api/problem.ts';
import { useScope, useSession } from '../../app/session/use-session.ts';
import { Button } from '../../components/button.tsx';
import { toast } from '../../components/toast-store.ts';
import { plural } from '../../format/number.ts';
import { AssignDialog } from '../assigning/assign-dialog.tsx';
import { PersonMark } from '../assigning/person-mark.tsx';
import { assignReviews, type Assignment, type Handover, type Waiting } from '../assigning/queries.ts';
import type { TriageExtra } from './triage-list.tsx';

interface Assigned {
  assignment: Assignment | null;
}

/** Things as they were, by who had them and with which note: for taking a handover back. */
function beforeOf<Item extends Assigned>(all: readonly Item[]): Map<string, { to: Handover; items: Item[] }> {
  const before = new Map<string, { to: Handover; items: Item[] }>();
  for (const item of all) {
    const { assignment } = item;
    const note = assignment?.note ?? undefined;
    const to: Handover = { userId: assignment?.user.id ?? null, ...(note === undefined ? {} : { note }) };
    const key = JSON.stringify(to);
    const same = before.get(key);
    if (same === undefined) before.set(key, { to, items: [item] });
    else same.items.push(item);
  }
  return before;
}

interface ReviewHandover<Item> {
  extra: readonly TriageExtra<Item>[];
  dialog: ReactNode;
  give: (items: readonly Item[]) => void;
  missing: string | undefined;
}

/**
 * What a queue offers beside its decisions: `a` takes what waits, and a dialog gives it to somebody. `waitingOf`: as the
 * API is told of it.
 */
export function useReviewHandover<Item extends Assigned>(
  noun: string,
  waitingOf: (items: readonly Item[]) => Waiting,
): ReviewHandover<Item> {
  const client = useQueryClient();
  const { user } = useSession();
  const { missing } = useScope('campaigns:write');
  const [giving, setGiving] = useState<readonly Item[] | null>(null);
  const refresh = (): void => void client.invalidateQueries({ queryKey: ['reviews'] });
  const assign = async (items: readonly Item[], to: Handover, name: string): Promise<void> => {
    const answer = await assignReviews(waitingOf(items), to);
    refresh();
    const undo = async (): Promise<void> => {
      for (const before of beforeOf(items).values()) await assignReviews(waitingOf(before.items), before.to);
      refresh();
    };
    const what = plural(items.length - answer.decided, noun);
    toast({
      title:
        to.userId === null
          ? `Nobody looks after ${what} now`
          : `${name} ${name === 'You' ? 'look' : 'looks'} after ${what}`,
      ...(answer.decided > 0
        ? { detail: `${plural(answer.decided, `${noun} was`, `${noun}s were`)} decided meanwhile.` }
        : {}),
      undo: () => void undo(),
    });
  };
  const take = (items: readonly Item[]): void =>
    void assign(items, { userId: user.id }, 'You').catch((error: unknown) =>
      toast({ tone: 'danger', title: 'Not assigned', detail: toProblem(error).message }),
    );
  const [only, ...more] = giving ?? [];
  return {
    give: setGiving,
    missing,
    extra: [
      { key: 'a', label: 'I look after it', missing, run: take },
      { label: 'Assign…', missing, run: setGiving },
    ],
    dialog:
      only === undefined || giving === null ? null : (
        <AssignDialog
          what={more.length === 0 ? `this ${noun}` : plural(giving.length, noun)}
          current={giving.find(({ assignment }) => assignment !== null)?.assignment ?? undefined}
          onAssign={(to, name) => assign(giving, to, name)}
          onClose={() => setGiving(null)}
        />
      ),
  };
}

/** Who looks after a group of a queue, and the way to hand it over. */
export const HandoverButton = <Item extends Assigned>({ item, of }: { item: Item; of: ReviewHandover<Item> }) => (
  <span className="flex flex-wrap items-center gap-2">
    {item.assignment !== null && <PersonMark {...item.assignment} />}
    <Button size="sm" icon={<UserPlus aria-hidden size={13} />} missing={of.missing} onClick={() => of.give([item])}>
      Assign…
    </Button>
  </span>
);
