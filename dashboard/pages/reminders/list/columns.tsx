import { Copyable } from '../../../components/copyable.tsx';
import { Pill } from '../../../components/pill.tsx';
import { Phone } from '../../../components/phone.tsx';
import { StatusPill } from '../../../components/status-pill.tsx';
import type { Column } from '../../../components/table-column.ts';
import { Time } from '../../../components/time.tsx';
import { plural } from '../../../format/number.ts';
import { statusWords } from '../../../format/status-words.ts';
import { ChannelIcon } from '../channel-icon.tsx';
import { HELD_UP } from '../held-up.ts';
import { sayDate, timeOf } from '../local-days.ts';
import type { AppointmentRow } from '../shapes.ts';
import { channelWord, forViewer, placeOf } from '../words.ts';

const isQuiet = ({ state, heldUp }: AppointmentRow): boolean =>
  state === 'cancelled' || heldUp.some(({ code }) => code === 'opted_out');

/** Greyed where nothing is going to happen any more: by colour, never less than readable. */
const tint = (row: AppointmentRow): string => (isQuiet(row) ? 'text-subtle' : '');

/** The list's own order, and back to it. */
export const TIME = 'time';

const WHEN = { id: 'when', header: 'Starts', width: 'minmax(8.5rem,11rem)' };

const OTHERS: readonly Column<AppointmentRow>[] = [
  {
    id: 'who',
    header: 'Recipient',
    sort: 'name',
    width: 'minmax(8rem,2fr)',
    cell: (row) => (
      <>
        <span className={`block truncate font-medium ${tint(row)}`}>{row.name ?? 'No name'}</span>
        <span className="block truncate text-subtle">
          <Narrow {...row} />
          <span className="max-sm:hidden">
            <Phone phone={row.phone} of={{ kind: 'appointment', id: row.id }} />
          </span>
        </span>
      </>
    ),
  },
  {
    id: 'what',
    header: 'Purpose',
    sort: 'programme',
    width: 'minmax(8rem,1.4fr)',
    from: 'lg',
    cell: (row) => (
      <>
        <span className={`block truncate ${tint(row)}`}>{row.programme}</span>
        <span className="block truncate text-subtle">
          <Copyable value={row.externalId} label="external id" />
        </span>
      </>
    ),
  },
  { id: 'next', header: 'Next attempt', width: 'minmax(9rem,1.4fr)', from: 'md', cell: (row) => <Next {...row} /> },
  {
    id: 'state',
    header: 'State',
    sort: 'state',
    width: 'minmax(7rem,1.3fr)',
    from: 'sm',
    cell: (row) => <State {...row} />,
  },
];

export const COLUMNS_BY_DAY: readonly Column<AppointmentRow>[] = [
  { ...WHEN, sort: TIME, cell: (row) => <When row={row} isDated={row.day === 'later' || row.day === 'past'} /> },
  ...OTHERS,
];

/** Without days above them, so each with its date. */
export const SORTED_COLUMNS: readonly Column<AppointmentRow>[] = [
  { ...WHEN, sort: TIME, cell: (row) => <When row={row} isDated /> },
  ...OTHERS,
];

/** In place of the number where there is no room for columns of what comes next and of states. */
function Narrow(row: AppointmentRow) {
  const { next, state, heldUp, reminders } = row;
  const [first] = heldUp;
  return (
    <span className="text-xs leading-4 sm:hidden">
      <span className="block truncate">
        {first === undefined ? statusWords('appointment', state).words : HELD_UP[first.code].words}
      </span>
      <span className="block truncate">
        {next === null ? (
          restWords(reminders, state)
        ) : (
          <>
            {channelWord(next.channel)} <Time at={next.at} as="relative" zone={row.zone} />
          </>
        )}
      </span>
    </span>
  );
}

function When({ row, isDated }: { row: AppointmentRow; isDated: boolean }) {
  const { local, viewerLocal, zone } = row;
  const elsewhere = viewerLocal !== null && viewerLocal !== local;
  const otherDate = elsewhere && viewerLocal.slice(0, 10) !== local.slice(0, 10);
  return (
    <>
      <span className={`block truncate ${tint(row)}`}>
        {isDated && <span>{sayDate(local)}, </span>}
        <span className="font-semibold">{timeOf(local)}</span> <span className="text-sm">{placeOf(zone)}</span>
      </span>
      <span className="block truncate text-sm text-subtle">
        {elsewhere ? `${otherDate ? `${sayDate(viewerLocal)}, ` : ''}${timeOf(viewerLocal)} for you` : 'your time'}
      </span>
    </>
  );
}

function Next({ next, reminders, state, zone }: AppointmentRow) {
  if (next === null) return <span className="text-subtle">{restWords(reminders, state)}</span>;
  const own = forViewer(next.at, zone);
  return (
    <>
      <span className="flex items-center gap-1.5">
        <ChannelIcon channel={next.channel} />
        <span className="truncate">
          {sayDate(next.local)}, {timeOf(next.local)} <span className="text-sm">{placeOf(zone)}</span>
        </span>
      </span>
      <span className="block truncate text-sm text-subtle">
        {own !== undefined && `${own}, `}
        <Time at={next.at} as="relative" zone={zone} />: {next.says}
      </span>
    </>
  );
}

function restWords(reminders: AppointmentRow['reminders'], state: AppointmentRow['state']): string {
  if (reminders.inFlight > 0) return `${plural(reminders.inFlight, 'message')} on the way`;
  if (reminders.missed > 0) return `${reminders.missed} missed`;
  if (reminders.reached > 0) return `${reminders.reached} reached`;
  if (reminders.failed > 0 && state !== 'cancelled') return `${reminders.failed} not reached`;
  return state === 'cancelled' ? 'nothing goes out' : 'none left';
}

function State({ state, answer, heldUp, reminders }: AppointmentRow) {
  const [first] = heldUp;
  return (
    <span className="flex flex-wrap items-center gap-1">
      <StatusPill kind="appointment" state={state} />
      {answer === 'reschedule' && (
        <Pill tone="retryable" size="sm">
          Wants another time
        </Pill>
      )}
      {reminders.inFlight > 0 && (
        <Pill tone="live" size="sm">
          In progress
        </Pill>
      )}
      {first !== undefined && (
        <Pill tone={HELD_UP[first.code].tone} size="sm">
          {HELD_UP[first.code].words}
        </Pill>
      )}
    </span>
  );
}
