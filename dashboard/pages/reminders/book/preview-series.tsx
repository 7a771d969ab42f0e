import { Callout } from '../../../components/callout.tsx';
import { plural } from '../../../format/number.ts';
import { Occurrences } from '../series/occurrences.tsx';
import type { ChangedSeries } from '../shapes.ts';

/** What a series would be: the rule as it was understood, the next five, and what becomes of appointments. */
export function SeriesPreview({ changed, isNew }: { changed: ChangedSeries; isNew: boolean }) {
  const { words, occurrences, rrule, zone } = changed;
  const { booked, changed: edited, cancelled, inFlight, problems } = occurrences;
  const effects = [
    booked === 0 ? '' : `${plural(booked, 'appointment')} of the next 60 days ${booked === 1 ? 'is' : 'are'} booked`,
    edited === 0 ? '' : `${plural(edited, 'appointment')} ${edited === 1 ? 'is' : 'are'} planned anew`,
    cancelled === 0 ? '' : `${plural(cancelled, 'appointment')} ${cancelled === 1 ? 'is' : 'are'} cancelled`,
  ].filter((effect) => effect !== '');
  return (
    <div className="flex flex-col gap-4">
      <div>
        <p className="text-lg font-semibold tracking-tight">
          {words.slice(0, 1).toUpperCase()}
          {words.slice(1)}
        </p>
        <p className="mt-1 text-sm text-subtle">
          On the clock of {zone}. <code className="font-mono">{rrule}</code>
        </p>
      </div>
      {!isNew && (
        <Callout
          tone="warning"
          title={
            changed.change === 'unchanged' ? 'There is such a series already' : 'This changes a series that is there'
          }
        >
          {changed.externalId}
        </Callout>
      )}
      {inFlight.length > 0 && (
        <Callout tone="warning" title={`${plural(inFlight.length, 'message')} had left and cannot be taken back`} />
      )}
      {problems.map(({ externalId, message }) => (
        <Callout key={externalId} tone="warning" title={`${externalId} cannot be booked`}>
          {message}
        </Callout>
      ))}
      <section>
        <h2 className="mb-2 text-sm font-medium text-muted">The next five</h2>
        <Occurrences series={changed} preview />
      </section>
      {effects.length > 0 && <p className="text-sm text-subtle">{effects.join(', ')}.</p>}
    </div>
  );
}
