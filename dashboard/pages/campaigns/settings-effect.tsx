import { useEffect, useRef } from 'react';
import { Callout } from '../../components/callout.tsx';
import { Time } from '../../components/time.tsx';
import { count, plural } from '../../format/number.ts';
import type { SettingsPreview } from './mutations.ts';

const SHOWN_ZONES = 8;

/** What the change would do to the people who wait. */
export function SettingsEffect({ preview }: { preview: SettingsPreview }) {
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current?.scrollIntoView({ block: 'nearest' }), [preview]);
  const {
    replanned,
    moves,
    later,
    earlier,
    unchanged,
    inFlight,
    notPlanned,
    firstBefore,
    firstAfter,
    until,
    warnings,
  } = preview;
  const isSpent = warnings.some(({ code }) => code === 'budget_spent');
  const ends = Object.entries(preview.ends);
  return (
    <section ref={section} aria-label="Effect of the change" className="flex scroll-mb-20 flex-col gap-3">
      {warnings.map(({ code, message }) => (
        <Callout key={code} tone="warning" title={message} />
      ))}
      <Callout
        tone={ends.length > 0 ? 'warning' : 'info'}
        title={replanned ? 'What waits is planned anew' : 'Nobody gets another time'}
      >
        <ul className="flex list-disc flex-col gap-0.5 pl-5">
          {replanned ? (
            <>
              <li>
                {plural(moves, 'person gets', 'people get')} another time: {count(later)} later, {count(earlier)}{' '}
                earlier. {count(unchanged)} keep theirs.
              </li>
              {ends.map(([reason, contacts]) => (
                <li key={reason}>
                  <strong className="font-semibold">{plural(contacts, 'person', 'people')} would end</strong>:{' '}
                  {reason.replaceAll('_', ' ')}.
                </li>
              ))}
              <li>
                First due: <Time at={firstBefore} as="both" /> now, <Time at={firstAfter} as="both" /> then
                {until !== null && (
                  <>
                    ; the last of them <Time at={until} as="both" />
                  </>
                )}
                .
              </li>
            </>
          ) : (
            <li>{isSpent ? 'Nothing more is dialled, as is said above.' : 'It holds from the next call on.'}</li>
          )}
          {inFlight > 0 && <li>{plural(inFlight, 'call')} in progress is not touched by it.</li>}
          {notPlanned > 0 && (
            <li>{plural(notPlanned, 'person is', 'people are')} not planned yet: only the new settings will count.</li>
          )}
        </ul>
      </Callout>
      {replanned && preview.byZone.length > 0 && <Zones byZone={preview.byZone} />}
    </section>
  );
}

const Zones = ({ byZone }: { byZone: SettingsPreview['byZone'] }) => (
  <div className="overflow-x-auto rounded-lg border border-line bg-surface">
    <table className="w-full text-sm">
      <caption className="sr-only">Effect by zone</caption>
      <thead className="text-left text-xs text-subtle">
        <tr>
          <th className="px-4 py-2 font-medium">Zone</th>
          <th className="px-4 py-2 text-right font-medium">People</th>
          <th className="px-4 py-2 text-right font-medium">Move</th>
          <th className="px-4 py-2 text-right font-medium">End</th>
          <th className="px-4 py-2 font-medium">First, now</th>
          <th className="px-4 py-2 font-medium">First, then</th>
        </tr>
      </thead>
      <tbody>
        {byZone.slice(0, SHOWN_ZONES).map(({ zones, contacts, moves, ends, firstBefore, firstAfter }) => (
          <tr key={zones.join()} className="border-t border-line">
            <td className="px-4 py-1.5">{zones.join(', ') || 'unknown'}</td>
            <td className="px-4 py-1.5 text-right">{count(contacts)}</td>
            <td className="px-4 py-1.5 text-right">{count(moves)}</td>
            <td className="px-4 py-1.5 text-right">{count(ends)}</td>
            <td className="px-4 py-1.5">
              <Time at={firstBefore} zone={zones[0]} />
            </td>
            <td className="px-4 py-1.5">
              <Time at={firstAfter} zone={zones[0]} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
    {byZone.length > SHOWN_ZONES && (
      <p className="border-t border-line px-4 py-2 text-sm text-subtle">
        {count(byZone.length - SHOWN_ZONES)} other zones.
      </p>
    )}
  </div>
);
