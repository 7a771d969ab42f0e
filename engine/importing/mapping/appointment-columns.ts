import type { Choice, ColumnEvidence, LayoutQuestion } from './choose-columns.ts';
import { columnKey } from './header-aliases.ts';

/** What lists of appointments call these two, the plainest first; in other lists the same headers are variables. */
const HEADERS = {
  external_id: `externalid appointmentid appointmentno appointmentnumber appointmentref bookingid bookingno bookingnumber
    bookingref reservationid reservationnumber visitid visitno eventid sessionid slotid terminid terminnr terminnummer
    buchungsnummer citaid idcita numerocita rdvid idrdv numerordv id uid reference ref`,
  starts_at: `startsat startat start starttime startdatetime startdate appointmentat appointmenttime appointmentdatetime
    appointmentstart appointmentdate appointment bookingtime bookingdate visittime visitdate scheduledat scheduledfor
    scheduledtime scheduleddate datetime dateandtime datetimelocal when termin terminzeit terminbeginn termindatum beginn
    cita fechacita horacita fechayhora rendezvous rdv dateheure dateetheure daterdv appuntamento dataeora agendamento
    dataehora afspraak wizyta`,
} as const;
const RANKS = {
  external_id: ranks(HEADERS.external_id),
  starts_at: ranks(HEADERS.starts_at),
};
type AppointmentTarget = keyof typeof HEADERS;
export const APPOINTMENT_TARGETS: readonly AppointmentTarget[] = ['external_id', 'starts_at'];

/** An appointment holds no more. */
const MAX_VARIABLES = 50;

const ASKS = {
  external_id: {
    code: 'no_external_id_column',
    message: 'No column is the id of the appointment',
    repair:
      'Name the column with the mapping external_id=COLUMN. It is what later moves and cancels an appointment by, so it ' +
      'must be the same in every list: the id of a person is not, since a person may have several appointments.',
  },
  starts_at: {
    code: 'no_start_column',
    message: 'No column says when the appointment starts',
    repair:
      'Name the column with the mapping starts_at=COLUMN; where date and time stand in two columns, starts_at=Date+Time.',
  },
} as const;

/** Finds the columns that a list of appointments cannot do without; which of several is meant, only a person can say. */
export function guessAppointment(
  target: AppointmentTarget,
  { header, profile }: ColumnEvidence,
  choices: Map<number, Choice>,
  questions: LayoutQuestion[],
): void {
  const found = header
    .flatMap((name, index) => {
      const rank = RANKS[target].get(columnKey(name));
      return rank === undefined || choices.has(index) ? [] : [{ index, rank }];
    })
    .sort((a, b) => a.rank - b.rank || a.index - b.index);
  const [first, ...others] = found;
  if (!first) {
    const { code, message, repair } = ASKS[target];
    const dates = header.flatMap((_, index) => ((profile[index]?.shares.date ?? 0) >= 0.5 ? [index] : []));
    questions.push({
      code,
      message: `${message}. Columns: ${header.join(', ')}.`,
      repair,
      target,
      candidates: target === 'starts_at' ? dates : [],
      blocking: true,
    });
    return;
  }
  choices.set(first.index, { use: target, place: 0, reason: 'by its header', confidence: 'certain' });
  if (others.length === 0 || target === 'external_id') return;
  const names = found.map(({ index }) => `"${header[index]}" (#${index + 1})`).join(', ');
  questions.push({
    code: 'ambiguous_column',
    message: `Several columns may be the start of the appointment: ${names}.`,
    repair: `Say which one, for example with the mapping starts_at=#${first.index + 1}; date and time apart: starts_at=Date+Time.`,
    target,
    candidates: found.map(({ index }) => index),
    blocking: true,
  });
}

/** Columns that would be kept for the texts, where they are more than an appointment holds. */
export function tooManyVariables(columns: readonly { variable: string | null }[]): LayoutQuestion[] {
  const kept = columns.filter(({ variable }) => variable !== null).length;
  if (kept <= MAX_VARIABLES) return [];
  return [
    {
      code: 'too_many_variables',
      message: `${kept} columns would be kept for the texts, and an appointment holds ${MAX_VARIABLES}.`,
      repair: 'Leave columns out that no text needs: with the option ignore.',
      target: null,
      candidates: [],
      blocking: true,
    },
  ];
}

function ranks(list: string): ReadonlyMap<string, number> {
  return new Map(list.split(/\s+/).map((word, rank) => [columnKey(word), rank]));
}
