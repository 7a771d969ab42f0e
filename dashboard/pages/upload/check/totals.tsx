import { useQuery } from '@tanstack/react-query';
import { usePatchSearch } from '../../../app/use-patch-search.ts';
import { Button } from '../../../components/button.tsx';
import { StackedBar } from '../../../components/stacked-bar.tsx';
import { count, plural } from '../../../format/number.ts';
import { useDraft } from '../draft-context.tsx';
import { forecastQuery, isAtWork, type Groups } from '../queries.ts';
import type { CheckPart } from '../search.ts';
import { UNSUPPORTED_COUNTRY } from './group-words.ts';

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
        picked={part}
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
        <Outlook />
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

/** Who would be called now, as far as hours, zones and consents go. */
function Outlook() {
  const { draft, campaign } = useDraft();
  const ready =
    campaign?.state === 'draft' && (draft.state === 'checked' || draft.state === 'done') && !isAtWork(draft);
  const query = useQuery({ ...forecastQuery(campaign?.id ?? '', [campaign?.settings, draft.version]), enabled: ready });
  if (!ready || query.data === undefined) return null;
  const { later, never } = query.data;
  const inState = (state: string): number =>
    never.filter((each) => each.state === state).reduce((sum, { contacts }) => sum + contacts, 0);
  const [zone, consent] = [inState('unknown_zone'), inState('no_consent')];
  return (
    <>
      {later > 0 && (
        <li>
          {plural(later, 'person is', 'people are')} outside their calling hours now, and{' '}
          {later === 1 ? 'waits' : 'wait'} for their window.
        </li>
      )}
      {zone > 0 && (
        <li>
          {plural(zone, 'person has', 'people have')} no known time zone, and {zone === 1 ? 'is' : 'are'} not called
          before somebody says it.
        </li>
      )}
      {consent > 0 && (
        <li>
          {plural(consent, 'person lacks', 'people lack')} the consent on record that the law asks for this kind of
          message.
        </li>
      )}
    </>
  );
}
