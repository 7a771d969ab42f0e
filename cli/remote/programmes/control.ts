import { z } from 'zod';
import { count, instant, plural } from '../../print/amounts.ts';
import { fields, table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { confirm, YES_FLAG } from '../confirm.ts';
import { API } from '../endpoints.ts';
import { inFlightWords } from '../in-flight.ts';
import { PAGE_FLAGS, pageInput, withMore } from '../paging.ts';

const programme = z.string();
const reason = z.string().optional();
const REASON_FLAG = { flags: '--reason <text>', help: 'shown to others, and kept in the audit trail' } as const;

export const programmeVerbs = [
  verb('list', 'standing plans of reminders, newest first', {
    byDefault: true,
    flags: [{ flags: '--archived', help: 'archived ones too' }, ...PAGE_FLAGS],
    input: z.object({ archived: z.boolean().optional(), ...pageInput }),
    run: async (input, { api }) => {
      const answer = await api().call(API.listProgrammes, { query: input });
      const text = table(
        answer.items,
        [
          { title: 'name', value: ({ name }) => name },
          { title: 'state', value: ({ state, archivedAt }) => (archivedAt === null ? state : `archived, ${state}`) },
          { title: 'steps', value: ({ steps }) => steps.join(', ') },
          { title: 'to come', value: ({ upcoming }) => count(upcoming), right: true },
          { title: 'next message', value: ({ nextDueAt }) => instant(nextDueAt) },
          { title: 'waits for', value: (row) => row.pausedReason ?? row.blockedReason },
          { title: 'version', value: ({ version }) => version, right: true },
          { title: 'id', value: ({ id }) => id },
        ],
        'No programme.',
      );
      return { data: answer, text: withMore(text, answer.nextCursor) };
    },
  }),
  verb('show <programme>', 'its settings', {
    input: z.object({ programme }),
    run: async (input, { api }) => {
      const answer = await api().call(API.getProgramme, { params: { programmeId: input.programme } });
      const text = fields({
        name: answer.name,
        id: answer.id,
        state: answer.state,
        archived: instant(answer.archivedAt),
        paused: answer.pausedReason,
        'waits for': answer.blockedReason,
        version: answer.version,
        purpose: answer.purpose,
        steps: answer.steps.join(', '),
        'appointments to come': count(answer.upcoming),
        'next message': instant(answer.nextDueAt),
        'appointments bring': answer.requiredVariables.join(', '),
        created: `${instant(answer.createdAt)} by ${answer.createdBy}`,
      });
      return { data: answer, text: `${text}\n\nsettings:\n${JSON.stringify(answer.settings, undefined, 2)}` };
    },
  }),
  verb('versions <programme>', 'what it was told, and by whom', {
    flags: PAGE_FLAGS,
    input: z.object({ programme, ...pageInput }),
    run: async ({ programme: programmeId, ...query }, { api }) => {
      const answer = await api().call(API.programmeVersions, { params: { programmeId }, query });
      const text = table(answer.items, [
        { title: 'version', value: ({ version }) => version, right: true },
        { title: 'since', value: ({ createdAt }) => instant(createdAt) },
        { title: 'by', value: ({ createdBy }) => createdBy },
        { title: 'steps', value: ({ settings }) => settings.steps.map(({ key }) => key).join(', ') },
      ]);
      return { data: answer, text: withMore(text, answer.nextCursor) };
    },
  }),
  verb('pause <programme>', 'no message begins later than 2 s after the answer', {
    flags: [REASON_FLAG],
    input: z.object({ programme, reason }),
    run: async (input, { api }) => {
      const call = { params: { programmeId: input.programme }, body: { reason: input.reason } };
      const answer = await api().call(API.pauseProgramme, call);
      return { data: answer, text: `Paused. ${inFlightWords(answer)}` };
    },
  }),
  verb('resume <programme>', 'go on after a pause', {
    input: z.object({ programme }),
    run: async (input, { api }) => {
      const answer = await api().call(API.resumeProgramme, { params: { programmeId: input.programme } });
      return { data: answer, text: 'Messages go out again.' };
    },
  }),
  verb('archive <programme>', 'take no more appointments; those it has are still reminded of', {
    flags: [REASON_FLAG, YES_FLAG],
    input: z.object({ programme, reason, yes: z.boolean().optional() }),
    run: async (input, context) => {
      await confirm(context, input.yes, 'Take no more appointments, for good?');
      const call = { params: { programmeId: input.programme }, body: { reason: input.reason } };
      const answer = await context.api().call(API.archiveProgramme, call);
      return { data: answer, text: `Archived. ${plural(answer.upcoming, 'appointment')} to come.` };
    },
  }),
];
