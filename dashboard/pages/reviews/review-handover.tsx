import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { toProblem } from '../../api/problem.ts';
import { useScope, useSession } from '../../app/session/use-session.ts';
import { toast } from '../../components/toast-store.ts';
import { plural } from '../../format/number.ts';
import { AssignDialog } from '../assigning/assign-dialog.tsx';
import { assignReviews, type Handover } from '../assigning/queries.ts';
import type { Review } from './queries.ts';
import type { TriageExtra } from './triage-list.tsx';

/** Reviews as they were, by who had them and with which note: for taking a handover back. */
function beforeOf(reviews: readonly Review[]): Map<string, { to: Handover; ids: string[] }> {
  const before = new Map<string, { to: Handover; ids: string[] }>();
  for (const { id, assignment } of reviews) {
    const note = assignment?.note ?? undefined;
    const to: Handover = { userId: assignment?.user.id ?? null, ...(note === undefined ? {} : { note }) };
    const key = JSON.stringify(to);
    const same = before.get(key);
    if (same === undefined) before.set(key, { to, ids: [id] });
    else same.ids.push(id);
  }
  return before;
}

/** What a queue of reviews offers beside its decisions: `a` takes them, and a dialog gives them to somebody. */
export function useReviewHandover(): { extra: readonly TriageExtra<Review>[]; dialog: ReactNode } {
  const client = useQueryClient();
  const { user } = useSession();
  const { missing } = useScope('campaigns:write');
  const [giving, setGiving] = useState<readonly Review[] | null>(null);
  const refresh = (): void => void client.invalidateQueries({ queryKey: ['reviews'] });
  const assign = async (reviews: readonly Review[], to: Handover, name: string): Promise<void> => {
    const ids = reviews.map(({ id }) => id);
    const answer = await assignReviews(ids, to);
    refresh();
    const undo = async (): Promise<void> => {
      for (const before of beforeOf(reviews).values()) await assignReviews(before.ids, before.to);
      refresh();
    };
    const what = plural(ids.length - answer.decided, 'review');
    toast({
      title:
        to.userId === null
          ? `Nobody looks after ${what} now`
          : `${name} ${name === 'You' ? 'look' : 'looks'} after ${what}`,
      ...(answer.decided > 0
        ? { detail: `${plural(answer.decided, 'review was', 'reviews were')} decided meanwhile.` }
        : {}),
      undo: () => void undo(),
    });
  };
  const take = (reviews: readonly Review[]): void =>
    void assign(reviews, { userId: user.id }, 'You').catch((error: unknown) =>
      toast({ tone: 'danger', title: 'Not assigned', detail: toProblem(error).message }),
    );
  const [only, ...more] = giving ?? [];
  return {
    extra: [
      { key: 'a', label: 'I look after it', missing, run: take },
      { label: 'Assign…', missing, run: setGiving },
    ],
    dialog:
      only === undefined || giving === null ? null : (
        <AssignDialog
          what={more.length === 0 ? 'this review' : plural(giving.length, 'review')}
          current={giving.find(({ assignment }) => assignment !== null)?.assignment ?? undefined}
          onAssign={(to, name) => assign(giving, to, name)}
          onClose={() => setGiving(null)}
        />
      ),
  };
}
