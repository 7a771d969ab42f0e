import { z } from 'zod';
import type { RuleName, RuleVerdict } from '../../domain/explain/rule-look.ts';
import type { Verdict } from '../../domain/explain/whole.ts';
import { instantIn, isoInstant, micros, phoneIn, phoneOut, uuid } from './common.ts';
import { appointmentState, planReason, planStatus, says } from './appointment-words.ts';
import { channel, contactState, type Mirror } from './states.ts';
import { suppression } from './suppressions.ts';

const at = instantIn.transform((text) => Date.parse(text));
export const explainQuery = z.strictObject({
  at: at.optional().meta({ description: 'A moment that was; absent = now' }),
});
export const explainPhoneQuery = z.strictObject({ phone: phoneIn, at: at.optional() });

const ruleName = z.enum({
  installation: 'installation',
  account: 'account',
  breaker: 'breaker',
  campaign: 'campaign',
  suppression: 'suppression',
  consent: 'consent',
  zone: 'zone',
  too_early: 'too_early',
  expiry: 'expiry',
  window: 'window',
  plan: 'plan',
  person_taken: 'person_taken',
  caps: 'caps',
  pace: 'pace',
} satisfies Mirror<RuleName>);

const ruleVerdict = z.enum({
  passes: 'passes',
  forbids: 'forbids',
  waits: 'waits',
  not_known: 'not_known',
} satisfies Mirror<RuleVerdict>);

const verdict = z.enum({
  dialled: 'dialled',
  refused: 'refused',
  waiting: 'waiting',
  finished: 'finished',
  not_in_a_campaign: 'not_in_a_campaign',
} satisfies Mirror<Verdict>);

export const ruleLook = z
  .object({
    rule: ruleName,
    verdict: ruleVerdict.meta({
      description: 'forbids: until somebody changes it; waits: until a time that comes by itself',
    }),
    version: z
      .string()
      .nullable()
      .meta({ description: 'Of settings, rule files or zone data; not_known = of a past that was not kept' }),
    evidence: z.string(),
    nextChangeAt: isoInstant.nullable(),
    whatWouldChange: z.string().nullable(),
  })
  .meta({ id: 'RuleLook' });

export const explanation = z
  .object({
    contactId: z.int(),
    campaignId: uuid.nullable(),
    campaign: z.string().nullable().meta({ description: 'Its name; of a hidden campaign that of its programme' }),
    reminder: z
      .object({
        programmeId: uuid,
        programme: z.string(),
        step: z.string(),
        says: z.string(),
        appointments: z.array(z.object({ externalId: z.string(), startsAt: isoInstant, zone: z.string() })).meta({
          description: 'The start that the message tells of, which may have been moved since',
        }),
        cutOffAt: isoInstant.nullable().meta({ description: 'Nothing of it leaves from then on' }),
      })
      .nullable()
      .meta({ description: 'What it says of appointments; null = it is none of their messages' }),
    phone: phoneOut,
    at: isoInstant,
    verdict,
    state: contactState.meta({ description: 'As it is today, whatever moment is asked about' }),
    reason: z.string().nullable(),
    code: z.string(),
    message: z.string(),
    nextAt: isoInstant.nullable(),
    decidingRule: ruleName.nullable(),
    rules: z.array(ruleLook).meta({ description: 'In the order in which the gate asks' }),
    attempt: z
      .object({ id: uuid, at: isoInstant, refusal: z.string().nullable() })
      .exactOptional()
      .meta({ description: 'Judged at that very moment: its judgement is the answer' }),
  })
  .meta({ id: 'Explanation' });

const appointmentOfPhone = z
  .object({
    id: uuid,
    programmeId: uuid,
    programme: z.string(),
    externalId: z.string(),
    phone: phoneOut,
    state: appointmentState,
    startsAt: isoInstant,
    zone: z.string(),
    says,
    steps: z.array(
      z.object({
        key: z.string(),
        channel,
        status: planStatus,
        reason: planReason.nullable(),
        why: z.string().meta({ description: 'Why it goes out when it does, or why it does not' }),
        contactId: z.int().nullable().meta({ description: 'Its message: one of the contacts' }),
        sharedWith: z.array(z.string()).meta({ description: 'Other appointments that its message serves' }),
      }),
    ),
  })
  .meta({ id: 'AppointmentOfPhone', description: 'To come, with its plan as it stands today' });

export const explainedPhone = z
  .object({
    phone: phoneOut,
    personPhones: z.array(phoneOut),
    contacts: z.array(explanation),
    appointments: z.array(appointmentOfPhone),
    suppressions: z.array(suppression),
  })
  .meta({ id: 'ExplainedPhone' });

export const campaignReasons = z
  .object({
    campaignId: uuid,
    name: z.string(),
    programme: z.object({ id: uuid, name: z.string() }).nullable().meta({ description: 'Whose hidden campaign it is' }),
    at: isoInstant,
    blocks: z
      .array(z.object({ rule: ruleName, evidence: z.string(), whatWouldChange: z.string().nullable() }))
      .meta({ description: 'What is in the way of everybody' }),
    contacts: z.int(),
    reasons: z.array(
      z.object({
        code: z.string(),
        state: contactState,
        contacts: z.int(),
        nextAt: isoInstant.nullable(),
        lastAt: isoInstant.nullable(),
      }),
    ),
  })
  .meta({ id: 'CampaignReasons' });

export const dryRunBody = z
  .strictObject({ at: at.optional().meta({ description: 'When it would be launched; absent or past = now' }) })
  .meta({ id: 'DryRunMoment' })
  .nullish();

export const dryRun = z
  .object({
    campaignId: uuid,
    at: isoInstant,
    contacts: z.int(),
    now: z.int(),
    later: z.array(z.object({ at: isoInstant, zone: z.string(), label: z.string(), contacts: z.int() })),
    laterMore: z.int(),
    never: z.array(z.object({ state: contactState, reason: z.string(), contacts: z.int() })),
    needZone: z.int(),
    needConsent: z.int(),
    inFlight: z.int(),
    finished: z.int(),
    oneRoundMicros: micros,
    message: z.string(),
  })
  .meta({ id: 'DryRun' });
