import { z } from 'zod';
import { CliError } from '../../cli-error.ts';
import { phoneArgument } from '../../parse/phone.ts';
import { instant } from '../../print/amounts.ts';
import { table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { inFlightWords } from '../in-flight.ts';

const SCOPE_FLAGS = [
  { flags: '--purpose <purpose>', help: 'marketing, informational or emergency; left out = all' },
  { flags: '--channel <channel>', help: 'call or sms; left out = both' },
] as const;
const scope = { purpose: z.string().optional(), channel: z.string().optional() };

/** What a consent says beside its scope and number; the import takes them for rows that are silent. */
export const CONSENT_FLAGS = [
  ...SCOPE_FLAGS,
  { flags: '--class <class>', help: 'express or written' },
  { flags: '--method <word>', help: 'how: web_form, paper, call ...' },
  { flags: '--text <text>', help: 'what the person was shown or told' },
  { flags: '--evidence <text>', help: 'where the proof lies' },
  { flags: '--at <instant>', help: 'when it was given: 2026-01-02T15:04:05Z, or a date in UTC' },
  { flags: '--expires <instant>', help: 'from when it no longer holds; left out = until revoked' },
] as const;

export const consentVerbs = [
  verb('show <phone>', 'what consent holds for a number now, and everything that was ever said', {
    input: z.object({ phone: phoneArgument }),
    run: async (input, { api }) => {
      const answer = await api().call(API.consentOf, { query: { phone: input.phone } });
      return { data: answer, text: consentText(answer) };
    },
  }),
  verb('add <phone>', 'put a consent on record', {
    flags: CONSENT_FLAGS,
    input: z.object({
      phone: phoneArgument,
      ...scope,
      class: z.string(),
      method: z.string(),
      text: z.string().optional(),
      evidence: z.string().optional(),
      at: z.string(),
      expires: z.string().optional(),
    }),
    run: async ({ phone, purpose, channel, ...said }, { api }) => {
      const item = {
        phone,
        purpose,
        channel,
        consentClass: said.class,
        method: said.method,
        textShown: said.text,
        evidence: said.evidence,
        happenedAt: said.at,
        expiresAt: said.expires,
      };
      const answer = await api().call(API.recordConsents, { body: { items: [item] } });
      const [result] = answer.results;
      if (result && 'code' in result) throw new CliError(result.code, result.message);
      const first = answer.already > 0 ? 'It was on record already.' : 'Recorded.';
      // What stands is recorded; a key that may not read is told no more.
      const now = await api()
        .call(API.consentOf, { query: { phone } })
        .catch(() => undefined);
      const later = now?.holds.find(
        (each) =>
          (purpose === undefined || each.purpose === purpose) &&
          (channel === undefined || each.channel === channel) &&
          !(each.held && each.consentClass === said.class),
      );
      const words =
        later === undefined
          ? ''
          : ` Something else holds all the same, as the latest word counts: outdial consent show ${phone}`;
      return { data: answer, text: `${first}${words}` };
    },
  }),
  verb('revoke <phone>', 'a consent was taken back; what was said before stays on record', {
    flags: [
      ...SCOPE_FLAGS,
      { flags: '--method <word>', help: 'how: call, mail ...' },
      { flags: '--reason <text>', help: 'who said so, and how; kept in the audit trail' },
    ],
    input: z.object({ phone: phoneArgument, ...scope, method: z.string().optional(), reason: z.string() }),
    run: async (body, { api }) => {
      const answer = await api().call(API.revokeConsent, { body });
      const text = `Revoked. Who must not be contacted at all is suppressed: outdial suppress add. ${inFlightWords(answer)}`;
      return { data: answer, text };
    },
  }),
];

const every = (word: string): string => (word === '' ? 'all' : word);

function consentText({ phone, holds, events }: z.output<(typeof API.consentOf)['response']>): string {
  const now = table(holds, [
    { title: 'purpose', value: ({ purpose }) => purpose },
    { title: 'channel', value: ({ channel }) => channel },
    { title: 'holds', value: ({ held, consentClass }) => (held ? consentClass : 'no') },
    { title: 'since', value: ({ since }) => instant(since) },
    { title: 'expires', value: ({ expiresAt }) => instant(expiresAt) },
  ]);
  const history = table(
    events,
    [
      { title: 'at', value: ({ happenedAt }) => instant(happenedAt) },
      { title: 'what', value: ({ kind, consentClass }) => (kind === 'given' ? consentClass : 'revoked') },
      { title: 'purpose', value: ({ purpose }) => every(purpose) },
      { title: 'channel', value: ({ channel }) => every(channel) },
      { title: 'how', value: ({ method }) => method },
      { title: 'expires', value: ({ expiresAt }) => instant(expiresAt) },
      { title: 'text shown', value: ({ textShown }) => textShown },
      { title: 'evidence', value: ({ evidence }) => evidence },
      { title: 'by', value: ({ createdBy }) => createdBy },
    ],
    'Nothing was ever said.',
  );
  return `${phone} now:\n${now}\n\n${history}`;
}
