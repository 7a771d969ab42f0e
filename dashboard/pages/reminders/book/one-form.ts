import type { Booking } from '../shapes.ts';
import { madeId } from './made-id.ts';

/** What stands in the form of one appointment. */
export interface OneForm {
  phone: string;
  name: string;
  date: string;
  time: string;
  /** '' = the programme's, else the one of the number. */
  zone: string;
  recipientZone: string;
  fold: 'earlier' | 'later' | undefined;
  /** A time with its offset that was taken from a suggestion; typing another date or time lets go of it. */
  exact: string | undefined;
  externalId: string;
  /** Its id as long as none is given: made once, so that sending the form again books nobody twice. */
  ownId: string;
  variables: Readonly<Record<string, string>>;
}

const EMPTY_ONE: Omit<OneForm, 'ownId'> = {
  phone: '',
  name: '',
  date: '',
  time: '',
  zone: '',
  recipientZone: '',
  fold: undefined,
  exact: undefined,
  externalId: '',
  variables: {},
};

/** A form in which nothing stands yet. */
export const emptyForm = (kind: 'visit' | 'series'): OneForm => ({ ...EMPTY_ONE, ownId: madeId(kind) });

/** The number as the API wants it: without what people put between digits. */
export const cleanPhone = (phone: string): string => phone.replace(/[\s().-]/g, '');

/** The id that was given, or the form's own. */
export const idOf = ({ externalId, ownId }: OneForm): string => (externalId.trim() === '' ? ownId : externalId.trim());

/** What is wrong with a number before anybody is asked; nothing is not wrong yet. Pure. */
export const phoneProblem = (phone: string): string | undefined =>
  phone.trim() === '' || /^\+\d{7,15}$/.test(cleanPhone(phone))
    ? undefined
    : 'Give the whole number with its country code, such as +1 202 555 0123.';

/** Whether a number stands there that can be asked about. Pure. */
export const hasPhone = (phone: string): boolean => phone.trim() !== '' && phoneProblem(phone) === undefined;

/** Whether there is enough to ask what would come of it. */
export const isAskable = ({ phone, date, time, exact }: OneForm): boolean =>
  hasPhone(phone) && ((date !== '' && time !== '') || exact !== undefined);

/** All that is still to be told, by the pointer of its field. Pure. */
export const neededOf = (
  { phone, variables }: Pick<OneForm, 'phone' | 'variables'>,
  { date, time }: { date: string; time: string },
  required: readonly string[],
): Record<string, string> => ({
  ...(hasPhone(phone) ? {} : { '/phone': phone.trim() === '' ? 'phone' : 'a whole phone number' }),
  ...(date === '' ? { '/date': 'date' } : {}),
  ...(time === '' ? { '/time': 'time' } : {}),
  ...Object.fromEntries(lackingOf({ variables }, required).map((name) => [`/variables/${name}`, name])),
});

/** What the texts need and nobody has told yet. Pure. */
export const lackingOf = ({ variables }: Pick<OneForm, 'variables'>, required: readonly string[]): string[] =>
  required.filter((name) => (variables[name] ?? '').trim() === '');

/** The same with what is lacking made up, so that the time and the plan can be looked at before all is told. Pure. */
export const withLacking = (form: OneForm, required: readonly string[]): OneForm => ({
  ...form,
  variables: { ...form.variables, ...Object.fromEntries(lackingOf(form, required).map((name) => [name, `[${name}]`])) },
});

/** The form as the API takes it. Pure. */
export function bookingOf(form: OneForm): Booking {
  const filled = Object.entries(form.variables).filter(([, value]) => value !== '');
  return {
    phone: cleanPhone(form.phone),
    startsAt: form.exact ?? `${form.date} ${form.time}`,
    ...(form.zone === '' ? {} : { zone: form.zone }),
    ...(form.fold === undefined ? {} : { fold: form.fold }),
    ...(form.recipientZone === '' ? {} : { recipientZone: form.recipientZone }),
    ...(form.name.trim() === '' ? {} : { name: form.name.trim() }),
    ...(filled.length === 0 ? {} : { variables: Object.fromEntries(filled) }),
  };
}

/** A time or zone that the API offered, put into the form. Pure. */
export function withSuggestion(form: OneForm, suggestion: string, pointer: string): OneForm {
  if (pointer === '/zone') return { ...form, zone: suggestion };
  if (pointer === '/recipientZone') return { ...form, recipientZone: suggestion };
  const [, date = form.date, time = form.time, offset] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)([+-]\d\d:\d\d)?$/.exec(suggestion) ?? [];
  return { ...form, date, time, exact: offset === undefined ? undefined : suggestion };
}
