import type { ProgrammeDraft } from '../shapes.ts';
import { firstPlan, shortsOf, type PlanForm } from './plan-form.ts';

/** What stands in the form of a new programme. */
export interface NewForm extends PlanForm {
  name: string;
  purpose: 'informational' | 'marketing' | 'emergency';
  smsNumberId: string;
  callNumberId: string;
  agentRef: string;
  text: string;
  movedText: string;
  /** '' = the recipient's. */
  zone: string;
}

/** A form in which nothing stands but a plan that suits most. */
export const emptyNew = (): NewForm => ({
  ...firstPlan(),
  name: '',
  purpose: 'informational',
  smsNumberId: '',
  callNumberId: '',
  agentRef: '',
  text: 'See you {{ appointment_day }} at {{ appointment_time }}. Reply YES, or say that you need another time.',
  movedText: '',
  zone: '',
});

interface NumberOfAccount {
  id: string;
  accountId: string;
  agentRef: string | null;
}

export const hasChannel = (form: PlanForm, channel: 'call' | 'sms'): boolean =>
  shortsOf(form).some((short) => new RegExp(`:${channel}\\b`).test(short));

/** The form as the API takes it; whether a short form can be read is the API's to say. Pure. */
export function draftOf(form: NewForm, numbers: readonly NumberOfAccount[]): ProgrammeDraft {
  const sms = numbers.find(({ id }) => id === form.smsNumberId);
  const call = numbers.find(({ id }) => id === form.callNumberId);
  const agentRef = form.agentRef.trim() === '' ? (call?.agentRef ?? '') : form.agentRef.trim();
  const steps = shortsOf(form).map((short) => ({
    short,
    ...(/:call\b/.test(short) && call !== undefined
      ? { call: { accountId: call.accountId, numberId: call.id, ...(agentRef === '' ? {} : { agentRef }) } }
      : {}),
    ...(/:sms\b/.test(short) && sms !== undefined
      ? {
          sms: {
            accountId: sms.accountId,
            numberId: sms.id,
            text: form.text,
            ...(form.movedText.trim() === '' ? {} : { movedText: form.movedText }),
          },
        }
      : {}),
  }));
  return { purpose: form.purpose, steps, zone: form.zone === '' ? null : form.zone };
}

/** What must be there before it can be asked what would come of it. Pure. */
const planNeeds = (form: NewForm): Record<string, string> => ({
  ...(shortsOf(form).length > 0 ? {} : { '/steps': 'a step' }),
  ...(hasChannel(form, 'sms') && form.smsNumberId === '' ? { '/smsNumberId': 'the number that texts come from' } : {}),
  ...(hasChannel(form, 'call') && form.callNumberId === ''
    ? { '/callNumberId': 'the number that calls come from' }
    : {}),
});

/** All that is still to be told, by the pointer of its field. Pure. */
export const newNeeds = (form: NewForm): Record<string, string> => ({
  ...(form.name.trim() === '' ? { '/name': 'a name' } : {}),
  ...planNeeds(form),
});

export const isNewAskable = (form: NewForm): boolean => Object.keys(planNeeds(form)).length === 0;
