import type { AppointmentDetail, BookingPatch } from '../shapes.ts';
import { wallIn } from '../words.ts';

export interface MoveForm {
  date: string;
  time: string;
  zone: string;
  recipientZone: string;
  fold: 'earlier' | 'later' | undefined;
  exact: string | undefined;
  name: string;
  variables: Readonly<Record<string, string>>;
}

/** What of an appointment a move can change. */
export type Movable = Pick<AppointmentDetail, 'startsAt' | 'zone' | 'name' | 'variables'>;

export function moveFormOf({ startsAt, zone, name, variables }: Movable): MoveForm {
  const local = wallIn(zone, Date.parse(startsAt));
  return {
    date: local.slice(0, 10),
    time: local.slice(11, 16),
    zone,
    recipientZone: '',
    fold: undefined,
    exact: undefined,
    name: name ?? '',
    variables,
  };
}

/** What is to be otherwise. Pure. */
export function patchOf(form: MoveForm, appointment: Movable): BookingPatch {
  const was = moveFormOf(appointment);
  const moved = form.date !== was.date || form.time !== was.time || form.exact !== undefined;
  const name = form.name.trim();
  return {
    ...(moved || form.zone !== was.zone ? { startsAt: form.exact ?? `${form.date} ${form.time}` } : {}),
    ...(form.zone === was.zone ? {} : { zone: form.zone }),
    ...(form.fold === undefined ? {} : { fold: form.fold }),
    ...(form.recipientZone === '' ? {} : { recipientZone: form.recipientZone }),
    ...(name === was.name ? {} : { name: name === '' ? null : name }),
    ...(JSON.stringify(form.variables) === JSON.stringify(was.variables) ? {} : { variables: form.variables }),
  };
}

/** What takes a change back: as it was, in all that the change touched. Pure. */
export function backOf(patch: BookingPatch, { startsAt, zone, name, variables }: Movable): BookingPatch {
  return {
    ...(patch.startsAt === undefined && patch.zone === undefined ? {} : { startsAt, zone }),
    ...(patch.recipientZone === undefined ? {} : { recipientZone: null }),
    ...(patch.name === undefined ? {} : { name }),
    ...(patch.variables === undefined ? {} : { variables }),
  };
}

/** Numbers in variables come masked, and all of them are sent where one changes: then they are left alone. */
export const mayEditVariables = ({ variables }: Pick<MoveForm, 'variables'>): boolean =>
  Object.values(variables).every((value) => !value.includes('•'));

export const isEmptyPatch = (patch: BookingPatch): boolean => Object.keys(patch).length === 0;

/** A time or zone that the API offered, put into the form. Pure. */
export function withMoveSuggestion(form: MoveForm, suggestion: string, pointer: string): MoveForm {
  if (pointer === '/zone') return { ...form, zone: suggestion };
  if (pointer === '/recipientZone') return { ...form, recipientZone: suggestion };
  const [, date = form.date, time = form.time, offset] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)([+-]\d\d:\d\d)?$/.exec(suggestion) ?? [];
  return { ...form, date, time, exact: offset === undefined ? undefined : suggestion };
}
