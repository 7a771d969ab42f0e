import { z } from 'zod';
import { scopeIn, suppressionSource } from '../../../api/schemas/suppressions.ts';
import { CliError } from '../../cli-error.ts';
import { phoneArgument, phoneInFull } from '../../parse/phone.ts';
import { instant, plural } from '../../print/amounts.ts';
import { table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { inFlightWords } from '../in-flight.ts';
import { PAGE_FLAGS, pageInput, withMore } from '../paging.ts';

export const EVIDENCE_FLAG = { flags: '--evidence <text>', help: 'where the no comes from' } as const;
const evidence = z.string().optional();
export const SCOPE_FLAGS = [
  { flags: '--purpose <purpose>', help: 'only marketing, informational or emergency; default all' },
  { flags: '--channel <channel>', help: 'only call or sms; default both' },
] as const;

/** What a no was said to: `marketing calls`, `everything`. */
export function scopeWords({ purpose, channel }: { purpose: string; channel: string }): string {
  if (purpose === '' && channel === '') return 'everything';
  const things = channel === '' ? 'calls and texts' : channel === 'call' ? 'calls' : 'texts';
  return purpose === '' ? things : `${purpose} ${things}`;
}

export const suppressionVerbs = [
  verb('add <phone>', 'this person said no: no campaign dials or texts the number any more', {
    byDefault: true,
    flags: [...SCOPE_FLAGS, EVIDENCE_FLAG],
    input: z.object({ phone: phoneArgument, ...scopeIn, evidence }),
    run: async (input, { api }) => {
      const answer = await api().call(API.suppress, { body: input });
      const first = answer.already ? 'It was suppressed already.' : 'Suppressed.';
      return {
        data: answer,
        text: `${first} ${plural(answer.contactsEnded, 'waiting contact')} ended. ${inFlightWords(answer)}`,
      };
    },
  }),
  verb('list', 'who said no, when and how', {
    flags: [
      { flags: '--phone <phone>', help: 'of one number' },
      { flags: '--purpose <purpose>', help: 'that hold for this purpose' },
      { flags: '--channel <channel>', help: 'that hold for this channel' },
      { flags: '--source <source>', help: 'sms, speech, keypress, api, import or list' },
      { flags: '--list <name>', help: 'on this list' },
      { flags: '--lifted', help: 'also those that were taken back' },
      { flags: '--lifted-only', help: 'only those' },
      ...PAGE_FLAGS,
    ],
    input: z.object({
      phone: phoneArgument.optional(),
      ...scopeIn,
      source: suppressionSource.optional(),
      list: z.string().optional(),
      lifted: z.boolean().optional(),
      liftedOnly: z.boolean().optional(),
      ...pageInput,
    }),
    run: async ({ lifted, liftedOnly, ...rest }, { api }) => {
      const query = { ...rest, includeLifted: lifted, onlyLifted: liftedOnly };
      const answer = await api().call(API.listSuppressions, { query });
      const text = table(answer.items, [
        { title: 'phone', value: ({ phone }) => phone },
        { title: 'to', value: scopeWords },
        { title: 'by', value: ({ source, list }) => list ?? source },
        { title: 'at', value: ({ createdAt }) => instant(createdAt) },
        { title: 'evidence', value: (row) => row.evidence },
        { title: 'lifted', value: ({ liftedAt }) => instant(liftedAt) },
        { title: 'id', value: ({ id }) => id },
      ]);
      return { data: answer, text: withMore(text, answer.nextCursor) };
    },
  }),
  verb('lift <phone-or-id>', 'take a no back, because the person said yes again', {
    flags: [{ flags: '--reason <text>', help: 'who said so, and how; kept in the audit trail' }],
    input: z.object({ 'phone-or-id': z.string(), reason: z.string() }),
    run: async (input, { api }) => {
      const given = input['phone-or-id'];
      const ids = given.includes('-')
        ? [given]
        : (await api().call(API.listSuppressions, { query: { phone: numberOf(given) } })).items.map(({ id }) => id);
      if (ids.length === 0) {
        throw new CliError('unknown_suppression', `${given} is not suppressed.`, {
          repair: 'Who is: outdial suppress list',
        });
      }
      for (const suppressionId of ids) {
        await api().call(API.liftSuppression, { params: { suppressionId }, body: { reason: input.reason } });
      }
      return { data: { lifted: ids }, text: `Lifted: ${plural(ids.length, 'entry', 'entries')}.` };
    },
  }),
];

function numberOf(given: string): string {
  const phone = phoneInFull(given);
  if (phone === undefined) {
    throw new CliError('phone_invalid', `"${given}" is neither an entry nor a number in full.`, {
      repair: 'Write it like +12025550123.',
    });
  }
  return phone;
}
