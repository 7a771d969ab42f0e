import { clsx } from 'clsx';
import { ChevronRight } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { count } from '../../../format/number.ts';
import type { RetrySearch } from '../search.ts';
import { MemberList } from './member-list.tsx';

interface PlanLineProps extends RetrySearch {
  retryId: string;
  sign: '' | '−' | '=';
  number: number;
  words: ReactNode;
  strong?: boolean;
  /** Is counted in the line above already. */
  isPart?: boolean;
  action?: ReactNode;
}

/** One line of the sum; whoever is counted in it can be listed. */
export function PlanLine({ retryId, sign, number, words, strong, isPart, action, status, exclusion }: PlanLineProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const isList = (status !== undefined || exclusion !== undefined) && number > 0;
  const inside = (
    <>
      <span aria-hidden className="w-3 text-center text-subtle">
        {sign}
      </span>
      <span className={clsx('min-w-14 text-right', strong && 'text-lg')}>
        {sign === '−' && <span className="sr-only">minus </span>}
        {count(number)}
      </span>
      <span className={clsx('min-w-0 flex-1 text-left', !strong && 'font-normal', isPart && 'text-muted')}>
        {words}
      </span>
    </>
  );
  const look = clsx(
    'flex min-h-9 w-full items-center gap-3 px-3 py-1.5',
    strong ? 'font-semibold' : 'font-medium',
    isPart && 'text-sm',
  );
  return (
    <li className={clsx('border-b border-line last:border-b-0', strong && 'bg-sunken')}>
      <div className="flex items-center">
        {isList ? (
          <button
            type="button"
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
            className={clsx(look, 'hover:bg-hover focus-visible:outline-offset-[-2px]')}
          >
            {inside}
            <ChevronRight
              aria-hidden
              size={14}
              className={clsx('shrink-0 text-subtle transition-transform', open && 'rotate-90')}
            />
          </button>
        ) : (
          <span className={look}>{inside}</span>
        )}
        {action !== undefined && <span className="pr-3">{action}</span>}
      </div>
      {isList && (
        <div id={id} hidden={!open}>
          {open && <MemberList retryId={retryId} status={status} exclusion={exclusion} />}
        </div>
      )}
    </li>
  );
}
