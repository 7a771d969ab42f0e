import { useQuery } from '@tanstack/react-query';
import { Callout } from '../../../components/callout.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { count, plural } from '../../../format/number.ts';
import { loadQuery } from '../queries.ts';
import type { ReminderLoad } from '../shapes.ts';
import { HeatStrip } from './heat-strip.tsx';

const WARNINGS_SHOWN = 2;

interface LoadCardProps {
  programme: string | undefined;
  picked: string | undefined;
  onPick: (date: string | undefined) => void;
  /** An appointment of the list below was dropped on a date. */
  onDrop?: ((appointment: string, date: string) => void) | undefined;
}

/** The calendar above the list: load against capacity, and where it will not fit. */
export function LoadCard({ programme, picked, onPick, onDrop }: LoadCardProps) {
  const query = useQuery(loadQuery(programme));
  return (
    <section aria-label="Load" className="mb-4 rounded-lg border border-line bg-surface p-3">
      <QueryView query={query} what="The load" skeleton={<Skeleton className="h-24 w-full" />} works="the list below">
        {(load) => (
          <>
            <p className="mb-1 px-2 text-xs text-subtle">Calls and texts that are planned, by day and hour</p>
            <HeatStrip load={load} picked={picked} onPick={onPick} onDrop={onDrop} />
            <Lanes load={load} takesRows={onDrop !== undefined} />
            <Warnings load={load} />
          </>
        )}
      </QueryView>
    </section>
  );
}

const LIMITS: Readonly<Record<string, string>> = {
  account_pace: 'the pace of the account',
  number_pace: 'the pace of its numbers',
  programme_pace: 'the pace of the programme',
  slots: 'how many calls may run at once',
};

const Lanes = ({ load: { lanes }, takesRows }: { load: ReminderLoad; takesRows: boolean }) => (
  <div className="mt-2 flex flex-wrap items-center gap-x-5 gap-y-1 px-2 text-xs text-subtle">
    {lanes.map(({ accountId, account, channel, perHour, planned, limitedBy }) => (
      <span key={`${accountId} ${channel}`}>
        {plural(planned, channel === 'call' ? 'call' : 'text')} planned over {account}
        {perHour === null
          ? ', which nothing bounds'
          : `, at most ${count(perHour)} an hour${limitedBy === null ? '' : `, bounded by ${LIMITS[limitedBy] ?? limitedBy}`}`}
      </span>
    ))}
    {takesRows && <span className="max-md:hidden">drag an appointment to a date to move it</span>}
    <Legend />
  </div>
);

const Legend = () => (
  <span className="ml-auto inline-flex flex-wrap items-center gap-1.5">
    an hour is filled to
    {[
      ['20 %', 'color-mix(in oklab, var(--accent) 38%, var(--sunken))'],
      ['50 %', 'color-mix(in oklab, var(--accent) 66%, var(--sunken))'],
      ['80 %', 'var(--accent)'],
      ['more', 'var(--retryable-solid)'],
    ].map(([words, background]) => (
      <span key={words} className="inline-flex items-center gap-1 whitespace-nowrap">
        <span aria-hidden className="size-2.5 rounded-[2px]" style={{ background }} />
        {words}
      </span>
    ))}
  </span>
);

function Warnings({ load }: { load: ReminderLoad }) {
  const warnings = load.hours.flatMap(({ at, warning }) => (warning === null ? [] : [{ at, warning }]));
  if (warnings.length === 0) return null;
  const more = warnings.length - WARNINGS_SHOWN;
  return (
    <div className="mt-3">
      <Callout tone="warning" title={`${plural(warnings.length, 'hour')} of more than 80 % of what fits`}>
        <ul>
          {warnings.slice(0, WARNINGS_SHOWN).map(({ at, warning }) => (
            <li key={at}>{warning}</li>
          ))}
        </ul>
        {more > 0 && <p className="text-subtle">and {plural(more, 'more hour', 'more hours')}</p>}
      </Callout>
    </div>
  );
}
