import { z } from 'zod';
import { usageError } from '../../cli-error.ts';
import { pairs } from '../../parse/pairs.ts';
import { phoneArgument } from '../../parse/phone.ts';
import { verb } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { changeText } from './change-words.ts';
import { findAppointment, PROGRAMME_FLAG } from './find-appointment.ts';
import { importAppointmentsVerb } from './import-appointments.ts';

const which = { externalId: z.string(), programme: z.string().optional() };
const reason = z.string().optional();
const REASON_FLAG = { flags: '--reason <text>', help: 'kept in the history of the appointment' } as const;
const fold = z.enum(['earlier', 'later']).optional();
export const FOLD_FLAG = {
  flags: '--fold <earlier|later>',
  help: 'which of two, where the clocks show that time twice',
} as const;

const moveVerb = verb('move <externalId>', 'another time, or another number, name or variable', {
  flags: [
    { flags: '--at <time>', help: 'like "2026-12-10 09:30", in its own zone; or with an offset' },
    { flags: '--zone <zone>', help: 'in which the time is told from now on, like America/Chicago' },
    FOLD_FLAG,
    { flags: '--phone <number>', help: 'another number, like +12025550123' },
    { flags: '--name <name>', help: 'another name' },
    { flags: '--var <name=value>', help: 'what the texts say; may be repeated, and replaces all', many: true },
    { flags: '--dry-run', help: 'only show what it would do' },
    PROGRAMME_FLAG,
  ],
  input: z.object({
    ...which,
    at: z.string().optional(),
    zone: z.string().optional(),
    fold,
    phone: phoneArgument.optional(),
    name: z.string().optional(),
    var: pairs,
    dryRun: z.boolean().optional(),
  }),
  run: async ({ externalId, programme, at, var: told, dryRun, ...rest }, { api }) => {
    const variables = Object.keys(told).length === 0 ? undefined : told;
    const body = { ...rest, startsAt: at, variables };
    if (Object.values(body).every((value) => value === undefined)) throw usageError('--at is missing: when is it now?');
    const params = await findAppointment(api(), externalId, programme);
    const answer = await api().call(API.patchAppointment, { params, query: { dryRun }, body });
    return { data: answer, text: `${dryRun ? 'It would be:\n' : ''}${changeText(answer)}` };
  },
});

const cancelVerb = verb('cancel <externalId>', 'nothing of its plan goes out any more', {
  flags: [REASON_FLAG, PROGRAMME_FLAG],
  input: z.object({ ...which, reason }),
  run: async ({ externalId, programme, reason: why }, { api }) => {
    const params = await findAppointment(api(), externalId, programme);
    const answer = await api().call(API.cancelAppointment, { params, query: { reason: why } });
    return { data: answer, text: changeText(answer) };
  },
});

const restoreVerb = verb('restore <externalId>', 'take a cancellation back; what was sent is not sent again', {
  flags: [REASON_FLAG, PROGRAMME_FLAG],
  input: z.object({ ...which, reason }),
  run: async ({ externalId, programme, ...body }, { api }) => {
    const params = await findAppointment(api(), externalId, programme);
    const answer = await api().call(API.restoreAppointment, { params, body });
    return { data: answer, text: changeText(answer) };
  },
});

const skipVerb = verb('skip <externalId>', 'take steps out of this one appointment, or put them back', {
  flags: [
    { flags: '--step <step>', help: 'like 24h-sms; may be repeated (default: all that are to come)', many: true },
    { flags: '--undo', help: 'put them back' },
    REASON_FLAG,
    PROGRAMME_FLAG,
  ],
  input: z.object({ ...which, step: z.array(z.string()).optional(), undo: z.boolean().optional(), reason }),
  run: async ({ externalId, programme, step, ...rest }, { api }) => {
    const params = await findAppointment(api(), externalId, programme);
    const answer = await api().call(API.skipSteps, { params, body: { ...rest, steps: step } });
    return { data: answer, text: changeText(answer) };
  },
});

const nowVerb = verb('now <externalId>', 'send a step now, also one that was sent or missed', {
  flags: [{ flags: '--step <step>', help: 'like 2h-call (default: the next one)' }, REASON_FLAG, PROGRAMME_FLAG],
  input: z.object({ ...which, step: z.string().optional(), reason }),
  run: async ({ externalId, programme, ...body }, { api }) => {
    const params = await findAppointment(api(), externalId, programme);
    const answer = await api().call(API.sendNow, { params, body });
    return { data: answer, text: changeText(answer) };
  },
});

export const changeAppointmentVerbs = [moveVerb, cancelVerb, restoreVerb, skipVerb, nowVerb, importAppointmentsVerb];
