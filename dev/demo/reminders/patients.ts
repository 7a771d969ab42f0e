import { pickWeighted, type Draw } from '../draw.ts';
import { CLINIC_ZONES, instantOf, localOf, minuteThere, officeTime, type ClinicZone } from './clock-of-clinic.ts';

/** What somebody does with a reminder. */
export type Habit =
  | 'quiet'
  | 'texts_yes'
  | 'texts_cancel'
  | 'texts_other_time'
  | 'texts_stop'
  | 'texts_unclear'
  | 'presses_1'
  | 'presses_2'
  | 'presses_3'
  | 'never_answers';

export interface Patient {
  phone: string;
  name: string;
  zone: ClinicZone;
  habit: Habit;
}

/** An appointment of the morning's list. */
export interface Visit {
  externalId: string;
  patient: Patient;
  startsAtMs: number;
  doctor: string;
}

const FIRST = ['Ada', 'Ben', 'Cleo', 'Dario', 'Elif', 'Farid', 'Gwen', 'Hugo', 'Ines', 'Jonas', 'Kaya', 'Luca'];
const LAST = ['Abbot', 'Brandt', 'Castillo', 'Dunn', 'Eklund', 'Fontaine', 'Grau', 'Hale', 'Ibarra', 'Jung'];
const DOCTORS = ['Dr Okafor', 'Dr Lind', 'Dr Marsh'];
/** Numbers of exchange 555, which is nobody's; below 9000, to which the simulator gives no meaning. */
const FIRST_SUBSCRIBER = 2_000;
/** When visits begin, by the office's clock: each moment at which something is due costs a real second or two. */
const MOMENTS = {
  wed: ['09:00', '11:00', '12:00', '14:00', '16:00', '19:00'],
  thu: ['11:00', '13:00', '16:00'],
};
const [OPENS, CLOSES] = [9 * 60, 17 * 60];

const HABITS: readonly { habit: Habit; weight: number }[] = [
  { habit: 'quiet', weight: 40 },
  { habit: 'texts_yes', weight: 16 },
  { habit: 'texts_cancel', weight: 5 },
  { habit: 'texts_other_time', weight: 4 },
  { habit: 'presses_1', weight: 14 },
  { habit: 'presses_2', weight: 4 },
  { habit: 'presses_3', weight: 4 },
  { habit: 'never_answers', weight: 13 },
];
/** Of the first ones, so that each kind is there however few there are. */
const SURE: readonly Habit[] = [
  'texts_stop',
  'texts_unclear',
  'texts_yes',
  'texts_cancel',
  'texts_other_time',
  'presses_1',
  'presses_2',
  'presses_3',
  'never_answers',
];
/** People with two visits on one day, near enough for one message. */
export const PAIRS = 3;

export function patientMaker(draw: Draw): (habit?: Habit, zone?: ClinicZone) => Patient {
  let made = 0;
  return (habit, zone = pickWeighted(CLINIC_ZONES, draw)) => {
    const areaCode = zone.areaCodes[Math.floor(draw() * zone.areaCodes.length)] ?? '';
    const phone = `+1${areaCode}555${FIRST_SUBSCRIBER + made}`;
    made += 1;
    const name = `${pick(FIRST, draw)} ${pick(LAST, draw)}`;
    return { phone, name, zone, habit: habit ?? pickWeighted(HABITS, draw).habit };
  };
}

const pick = (words: readonly string[], draw: Draw): string => words[Math.floor(draw() * words.length)] ?? '';

/** Draws the morning's list: the same for the same seed. The pairs come first. */
export function drawVisits(count: number, newPatient: ReturnType<typeof patientMaker>, draw: Draw): Visit[] {
  const visits: Visit[] = [];
  const add = (patient: Patient, startsAtMs: number): void => {
    const doctor = pick(DOCTORS, draw);
    visits.push({ externalId: `visit-${1_001 + visits.length}`, patient, startsAtMs, doctor });
  };
  const [newYork] = CLINIC_ZONES;
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const patient = newPatient('quiet', newYork);
    add(patient, instantOf(patient.zone.zone, 'wed', '14:00'));
    add(patient, instantOf(patient.zone.zone, 'wed', '15:30'));
  }
  for (const habit of SURE) {
    const patient = newPatient(habit, newYork);
    add(patient, instantOf(patient.zone.zone, 'wed', '16:00'));
  }
  while (visits.length < count) {
    const patient = newPatient();
    const day = draw() < 0.6 ? 'wed' : 'thu';
    const { zone } = patient.zone;
    const open = MOMENTS[day].filter((time) => {
      const minute = minuteThere(zone, officeTime(day, time));
      return minute >= OPENS && minute < CLOSES;
    });
    add(patient, officeTime(day, pick(open, draw)));
  }
  return visits;
}

export interface BookingBody {
  phone: string;
  startsAt: string;
  zone?: string;
  name: string;
  variables: { doctor: string };
}

/** Bookings as three systems would write them: a wall clock and its zone, an offset, and universal time. */
export function writeBooking({ patient, startsAtMs, doctor }: Omit<Visit, 'externalId'>): BookingBody {
  const { zone, behindUtc } = patient.zone;
  const rest = { phone: patient.phone, name: patient.name, variables: { doctor }, zone };
  const local = localOf(zone, startsAtMs);
  if (zone === 'America/New_York') return { ...rest, startsAt: local.replace('T', ' ') };
  if (zone === 'America/Chicago') return { ...rest, startsAt: `${local}:00-0${behindUtc}:00` };
  return { ...rest, startsAt: new Date(startsAtMs).toISOString() };
}

const REPLIES: Partial<Record<Habit, readonly string[]>> = {
  texts_yes: ['YES', "Yes, I'll be there", '1', 'confirm'],
  texts_cancel: ['please cancel my appointment', 'I have to cancel my visit', '2'],
  texts_other_time: ['I need to reschedule', '3'],
  texts_stop: ['STOP'],
  texts_unclear: ['maybe, my car is in the shop'],
};

/** What a patient does at the simulator; undefined = as people do there. */
export function scriptOf({ phone, habit }: Patient, draw: Draw): object | undefined {
  const replies = REPLIES[habit];
  if (replies !== undefined) {
    return { to: phone, sms: { reply: pick(replies, draw), replyAfterSeconds: 20 + Math.round(draw() * 100) } };
  }
  const talkSeconds = 10 + Math.round(draw() * 25);
  if (habit === 'never_answers') return { to: phone, calls: [{ outcome: 'no_answer' }] };
  if (habit === 'quiet') return undefined;
  return { to: phone, calls: [{ outcome: 'answer', talkSeconds, presses: habit.slice(-1) }] };
}
