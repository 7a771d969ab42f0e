import { Link } from '@tanstack/react-router';
import { usePatchSearch } from '../../../app/use-patch-search.ts';
import { Button } from '../../../components/button.tsx';
import { StackedBar } from '../../../components/stacked-bar.tsx';
import { count, plural } from '../../../format/number.ts';
import { useDraft } from '../draft-context.tsx';
import { isAtWork, type Groups } from '../queries.ts';
import { isOfPeople, type CheckPart, type PeoplePart } from '../search.ts';
import { UNSUPPORTED_COUNTRY } from './group-words.ts';
import { peopleIn, useOutlook } from './use-outlook.ts';

/** What became of the rows; a part of the bar is a filter of the problems below. */
export function Totals({ totals, items, part }: Groups & { part: CheckPart | undefined }) {
  const patch = usePatchSearch();
  const { draft } = useDraft();
  const fixable = Math.min(totals.fixable, totals.rejected);
  const foreign = Math.min(
    items.reduce(
      (sum, { code, severity, count: rows }) => sum + (code === UNSUPPORTED_COUNTRY && severity === 'error' ? rows : 0),
      0,
    ),
    totals.rejected - fixable,
  );
  const most = totals.atMost ? 'at most ' : '';
  return (
    <section aria-label="Totals" className="rounded-lg border border-line bg-surface p-5">
      <p className="mb-4 text-lg">
        <strong className="font-semibold">{count(totals.ready)}</strong> of {plural(totals.rows, 'row')}{' '}
        {totals.ready === 1 ? 'is' : 'are'} ready
        {isAtWork(draft) && ' so far'}
      </p>
      <StackedBar
        label="Rows"
        picked={isOfPeople(part) ? undefined : part}
        onPick={(key) => patch({ part: key === part ? undefined : key, group: undefined })}
        parts={[
          { key: 'ready', label: 'Ready', value: totals.ready, tone: 'done' },
          { key: 'fixable', label: 'Fixable', value: fixable, tone: 'retryable' },
          { key: 'rejected', label: 'Set aside', value: totals.rejected - fixable - foreign, tone: 'final' },
          { key: 'country', label: 'Country not called', value: foreign, tone: 'final' },
          { key: 'duplicates', label: 'Duplicates', value: totals.duplicates, tone: 'neutral' },
          { key: 'suppressed', label: 'Said no', value: totals.suppressed, tone: 'suppressed' },
        ]}
      />
      <ul className="mt-3 flex flex-col gap-0.5 text-sm text-muted empty:hidden">
        {totals.withWarnings > 0 && (
          <li>
            {most}
            {count(totals.withWarnings)} of the ready rows {totals.withWarnings === 1 ? 'has' : 'have'} a warning.
          </li>
        )}
        {totals.suppressed > 0 && (
          <li>
            {plural(totals.suppressed, 'person', 'people')} said no, here or on a do-not-call list: kept in the list,
            never called.
          </li>
        )}
        <Outlook part={part} />
        {!Array.isArray(draft.options['countries']) && (
          <li>Numbers of every country are taken: which may be called can be said in step 2.</li>
        )}
      </ul>
      {part !== undefined && (
        <Button size="sm" kind="ghost" className="mt-2" onClick={() => patch({ part: undefined, group: undefined })}>
          Show all problems
        </Button>
      )}
    </section>
  );
}

/** Who would be called now, as far as hours, zones and consents go; each line is a filter that lists its people. */
function Outlook({ part }: { part: CheckPart | undefined }) {
  const { draft } = useDraft();
  const { forecast } = useOutlook();
  if (forecast === undefined) return null;
  const [later, zone, consent] = [
    peopleIn(forecast, 'later'),
    peopleIn(forecast, 'unknown_zone'),
    peopleIn(forecast, 'no_consent'),
  ];
  const startsLater = forecast.startsAt !== forecast.at;
  return (
    <>
      {later > 0 && (
        <li>
          <People part="later" picked={part} people={later} /> {later === 1 ? 'is' : 'are'} outside their calling hours{' '}
          {startsLater ? 'at the start' : 'now'}, and {later === 1 ? 'waits' : 'wait'} for their window.
        </li>
      )}
      {zone > 0 && (
        <li>
          <People part="unknown_zone" picked={part} people={zone} /> {zone === 1 ? 'has' : 'have'} no known time zone,
          and {zone === 1 ? 'is' : 'are'} not called before somebody says it: for the rest of the list it can be said in{' '}
          <Link
            to="/uploads/$importId"
            params={{ importId: draft.id }}
            search={{ step: 'map' }}
            className="link underline"
          >
            step 2
          </Link>
          .
        </li>
      )}
      {consent > 0 && (
        <li>
          <People part="no_consent" picked={part} people={consent} /> {consent === 1 ? 'lacks' : 'lack'} the consent on
          record that the law asks for this kind of message.
        </li>
      )}
    </>
  );
}

function People({ part, picked, people }: { part: PeoplePart; picked: CheckPart | undefined; people: number }) {
  const patch = usePatchSearch();
  return (
    <button
      type="button"
      aria-pressed={part === picked}
      className="link rounded-sm aria-pressed:bg-selected"
      onClick={() => patch({ part: part === picked ? undefined : part, group: undefined })}
    >
      {plural(people, 'person', 'people')}
    </button>
  );
}
