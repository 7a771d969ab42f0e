import { z } from 'zod';
import { channel, consentClass, consentGap } from '../../../api/schemas/states.ts';
import { usageError } from '../../cli-error.ts';
import { plural } from '../../print/amounts.ts';
import { table } from '../../print/table.ts';
import { wholeNumber } from '../../parse/whole-number.ts';
import { verb } from '../../verb.ts';
import type { ApiClient } from '../api-client.ts';
import { API } from '../endpoints.ts';
import { assignItem } from '../failures/assign-item.ts';
import { assigneeWords } from '../failures/failure-words.ts';
import { ASSIGNEE_FLAG, assigneeQuery, NOTE_FLAG, TO_FLAG } from '../find-assignee.ts';
import { campaignParams } from '../find-campaign.ts';

type ZoneReview = z.output<(typeof API.reviewZones)['response']>;
type ConsentReview = z.output<(typeof API.reviewConsent)['response']>;
type Why = keyof ZoneReview['groups'][number]['why'];

const WHY: Record<Why, string> = {
  toll_free: 'toll-free, belongs to no place',
  non_geographic: 'not geographic, belongs to no place',
  mobile: 'mobile, says nothing of where its owner is',
  unknown_prefix: 'prefix not known',
  zone_not_in_data: 'its zone is not in the zone data',
};
const MISSING: Record<ConsentReview['groups'][number]['missing'], string> = {
  nothing: 'holds by now: recheck',
  wrong_class: 'too weak',
  expired: 'expired',
  revoked: 'revoked',
  no_record: 'no record',
};

const LISTED = {
  flags: [ASSIGNEE_FLAG],
  input: z.object({ campaign: z.string(), assignee: z.string().optional() }),
};

export const repairListVerbs = [
  verb('zones <campaign>', 'who is not dialled because no time zone is known', {
    ...LISTED,
    run: async ({ campaign, assignee }, { api }) => {
      const params = await campaignParams(api(), campaign);
      const answer = await api().call(API.reviewZones, { params, query: await assigneeQuery(api(), assignee) });
      return { data: answer, text: zonesText(answer) };
    },
  }),
  verb('consent <campaign>', 'who is not dialled for want of consent, and what is missing', {
    ...LISTED,
    run: async ({ campaign, assignee }, { api }) => {
      const params = await campaignParams(api(), campaign);
      const answer = await api().call(API.reviewConsent, { params, query: await assigneeQuery(api(), assignee) });
      return { data: answer, text: consentText(answer) };
    },
  }),
];

const PREFIX_FLAG = { flags: '--prefix <digits>', help: 'the group of the numbers that begin so, like 1307' };
const zoneInput = { campaign: z.string(), prefix: z.string() };
export const assignZonesVerbs = [
  verb('assign <campaign>', 'say who looks after numbers without a zone', {
    flags: [PREFIX_FLAG, TO_FLAG, NOTE_FLAG],
    input: z.object({ ...zoneInput, to: z.string(), note: z.string().optional() }),
    run: async ({ campaign, prefix, to, note }, { api }) =>
      await assignItem(api(), { zone: { ...(await campaignParams(api(), campaign)), prefix } }, to, note),
  }),
  verb('unassign <campaign>', 'nobody looks after them any more', {
    flags: [PREFIX_FLAG],
    input: z.object(zoneInput),
    run: async ({ campaign, prefix }, { api }) =>
      await assignItem(api(), { zone: { ...(await campaignParams(api(), campaign)), prefix } }),
  }),
];

const GAP_FLAGS = [
  {
    flags: '--missing <what>',
    help: 'nothing, wrong_class, expired, revoked or no_record, as the list with --json has it',
  },
  { flags: '--channel <channel>', help: 'call or sms' },
  { flags: '--needs <class>', help: 'express or written' },
];
const gapInput = { campaign: z.string(), missing: consentGap, channel, needs: consentClass };
const gapOf = async (api: ApiClient, { campaign, needs, ...gap }: z.output<z.ZodObject<typeof gapInput>>) => ({
  consent: { ...(await campaignParams(api, campaign)), ...gap, wanted: needs },
});
export const assignConsentVerbs = [
  verb('assign <campaign>', 'say who looks after contacts that lack the same consent', {
    flags: [...GAP_FLAGS, TO_FLAG, NOTE_FLAG],
    input: z.object({ ...gapInput, to: z.string(), note: z.string().optional() }),
    run: async ({ to, note, ...gap }, { api }) => await assignItem(api(), await gapOf(api(), gap), to, note),
  }),
  verb('unassign <campaign>', 'nobody looks after them any more', {
    flags: GAP_FLAGS,
    input: z.object(gapInput),
    run: async (gap, { api }) => await assignItem(api(), await gapOf(api(), gap)),
  }),
];

export const repairZonesVerb = verb(
  'repair <campaign>',
  'tell the zone of numbers that had none; their contacts go on',
  {
    flags: [
      { flags: '--zone <zone>', help: 'like America/Denver' },
      { flags: '--prefix <digits>', help: 'of the numbers that begin so, like 1307 or 44' },
      { flags: '--contact <id>', help: 'of one contact; may be given more than once', many: true },
      { flags: '--all', help: 'of everyone on the list' },
    ],
    input: z.object({
      campaign: z.string(),
      zone: z.string(),
      prefix: z.string().optional(),
      contact: z.array(wholeNumber).optional(),
      all: z.boolean().optional(),
    }),
    run: async ({ campaign, zone, prefix, contact, all }, { api }) => {
      const ways = [prefix, contact, all].filter((way) => way !== undefined);
      if (ways.length !== 1) throw usageError('Give one of --prefix, --contact or --all.');
      const who =
        prefix === undefined ? (contact === undefined ? { all: true as const } : { contactIds: contact }) : { prefix };
      const total = { zones: [zone], repaired: 0, putBack: 0, suppressed: 0, notOnList: 0 };
      let cursor: string | undefined;
      do {
        const body = { zone, ...who, ...(cursor === undefined ? {} : { cursor }) };
        const answer = await api().call(API.repairZones, { params: await campaignParams(api(), campaign), body });
        total.zones = answer.zones;
        total.repaired += answer.repaired;
        total.putBack += answer.putBack;
        total.suppressed += answer.suppressed;
        total.notOnList += answer.notOnList;
        cursor = answer.nextCursor ?? undefined;
      } while (cursor !== undefined);
      const lines = [
        `${plural(total.putBack, 'contact')} put back, in ${total.zones.join(' and ')}.`,
        ...(total.suppressed > 0 ? [`${plural(total.suppressed, 'contact')} said no meanwhile.`] : []),
        ...(total.notOnList > 0 ? [`${plural(total.notOnList, 'contact')} not on the list (repaired before?).`] : []),
      ];
      return { data: total, text: lines.join('\n') };
    },
  },
);

export const recheckConsentVerb = verb('repair <campaign>', 'put back whose consent is on record by now', {
  input: z.object({ campaign: z.string() }),
  run: async ({ campaign }, { api }) => {
    const total = { looked: 0, putBack: 0, suppressed: 0, stillMissing: 0 };
    let cursor: string | undefined;
    do {
      const body = cursor === undefined ? {} : { cursor };
      const answer = await api().call(API.recheckConsent, { params: await campaignParams(api(), campaign), body });
      total.looked += answer.looked;
      total.putBack += answer.putBack;
      total.suppressed += answer.suppressed;
      total.stillMissing += answer.stillMissing;
      cursor = answer.nextCursor ?? undefined;
    } while (cursor !== undefined);
    const text = `${plural(total.putBack, 'contact')} put back, ${plural(total.stillMissing, 'contact')} still without consent.`;
    return { data: total, text };
  },
});

function zonesText({ contacts, groups, campaignId }: ZoneReview): string {
  if (contacts === 0) return 'Nobody waits for a zone.';
  const list = table(groups, [
    { title: 'prefix', value: ({ prefix }) => `+${prefix}` },
    { title: 'numbers', value: ({ numbers }) => numbers, right: true },
    { title: 'why', value: ({ why }) => whyWords(why) },
    { title: 'looked after by', value: ({ assignment }) => assignment && assigneeWords(assignment) },
    { title: 'for example', value: ({ examples }) => examples.map(({ phone }) => phone).join(' ') },
  ]);
  return (
    `${plural(contacts, 'contact')} not dialled, because no time zone is known.\n${list}\n` +
    `Who knows their place: outdial review zones repair ${campaignId} --prefix DIGITS --zone America/Denver`
  );
}

function whyWords(why: ZoneReview['groups'][number]['why']): string {
  const known = Object.entries(why);
  const word = (code: string): string => Object.entries(WHY).find(([name]) => name === code)?.[1] ?? code;
  return known.map(([code, numbers]) => (known.length > 1 ? `${numbers} ${word(code)}` : word(code))).join('; ');
}

function consentText({ contacts, suppressed, groups, campaignId }: ConsentReview): string {
  if (contacts === 0) return 'Nobody waits for a consent.';
  const list = table(groups, [
    { title: 'channel', value: ({ channel }) => channel },
    { title: 'needs', value: ({ wanted }) => wanted },
    { title: 'on record', value: ({ missing }) => MISSING[missing] },
    { title: 'contacts', value: (group) => group.contacts, right: true },
    { title: 'looked after by', value: ({ assignment }) => assignment && assigneeWords(assignment) },
    { title: 'for example', value: ({ examples }) => examples.map(({ phone }) => phone).join(' ') },
  ]);
  const no = suppressed > 0 ? `${plural(suppressed, 'contact')} said no meanwhile.\n` : '';
  return (
    `${plural(contacts, 'contact')} not dialled for want of consent.\n${list}\n${no}` +
    `When it is on record (outdial consent add, outdial consent import): outdial review consent repair ${campaignId}`
  );
}
