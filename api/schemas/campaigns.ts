import { z } from 'zod';
import { inFlight, instantIn, isoInstant, micros, name, numberCursor, reason, uuid } from './common.ts';
import { limitFields, storedLimits } from './dial-limits.ts';
import { campaignPurpose, channel, leftovers, purpose, runState, weekday } from './states.ts';

const wallTime = z.string().regex(/^\d{2}:\d{2}$/, 'Write HH:MM.');
const weekly = z.partialRecord(weekday, z.array(z.tuple([wallTime, wallTime])).max(10));

export const callingHours = z
  .strictObject({
    weekly,
    channels: z
      .strictObject({ call: weekly.exactOptional(), sms: weekly.exactOptional() })
      .exactOptional()
      .meta({ description: 'In place of `weekly` for one channel' }),
    blackoutDates: z.array(z.iso.date()).max(1_000).default([]),
    holidays: z
      .array(z.string().min(1).max(100))
      .max(20)
      .exactOptional()
      .meta({ description: 'Names of holiday calendars on which nobody is contacted' }),
    skipFederalHolidays: z.boolean().default(true),
  })
  .meta({ id: 'CallingHours', description: 'Local windows on the wall clock of the person who is called' });

const liquid = z.string().min(1).max(20_000);

export const campaignStep = z
  .strictObject({
    channel,
    accountId: uuid,
    numberId: uuid,
    agentRef: z.string().min(1).max(200).optional(),
    variables: z.record(z.string().min(1).max(100), liquid).optional(),
    text: liquid.optional(),
    template: name.optional(),
  })
  .meta({ id: 'CampaignStep' });

/** Ranges are the engine's; here only types, so that both answer with the same words. */
const settingsFields = {
  steps: z.array(campaignStep).min(1).max(2),
  purpose: campaignPurpose,
  startsAt: instantIn.nullable().optional().meta({ description: 'Nothing goes out before; null = from the launch on' }),
  endsAt: instantIn.nullable().optional().meta({ description: 'Nothing goes out at or after; what is left expires' }),
  leftovers: leftovers
    .optional()
    .meta({ description: 'What is left when a window closes: planned into the next one, or ended as expired' }),
  hours: callingHours.optional(),
  expiresAfterSeconds: z.int().optional(),
  ...limitFields,
};

export const settingsDraft = z.strictObject(settingsFields).meta({ id: 'CampaignSettingsDraft' });

export const newCampaign = z
  .strictObject({
    name,
    settings: settingsDraft,
    importIds: z.array(uuid).max(100).optional(),
    dryRun: z.boolean().optional(),
  })
  .meta({ id: 'NewCampaign' });

export const settingsChange = z
  .strictObject({
    ...settingsFields,
    steps: settingsFields.steps.optional(),
    purpose: settingsFields.purpose.optional(),
  })
  .meta({ id: 'CampaignSettingsChange' });

const storedWeekly = z.partialRecord(weekday, z.array(z.tuple([z.string(), z.string()])));

/** As stored: complete. */
export const settings = z
  .object({
    steps: z.array(
      z.object({
        channel,
        accountId: uuid,
        numberId: uuid,
        agentRef: z.string().optional(),
        variables: z.record(z.string(), z.string()).optional(),
        text: z.string().optional(),
      }),
    ),
    purpose,
    hours: z.object({
      weekly: storedWeekly,
      channels: z.object({ call: storedWeekly.exactOptional(), sms: storedWeekly.exactOptional() }).exactOptional(),
      blackoutDates: z.array(z.string()),
      holidays: z.array(z.string()).exactOptional(),
      skipFederalHolidays: z.boolean(),
    }),
    startsAt: isoInstant.nullable(),
    endsAt: isoInstant.nullable(),
    leftovers,
    expiresAfterSeconds: z.int(),
    ...storedLimits,
  })
  .meta({ id: 'CampaignSettings' });

export const warnings = z.array(
  z.object({
    code: z.string(),
    message: z.string(),
    groups: z
      .array(
        z.object({
          step: z.int(),
          zones: z.array(z.string()),
          places: z.array(z.string()),
          contacts: z.int(),
          reason: z.string(),
          ruleIds: z.array(z.string()),
        }),
      )
      .exactOptional()
      .meta({ description: 'Of window_never_open: the largest groups' }),
  }),
);

export const createdCampaign = z.object({ campaignId: uuid.nullable(), runId: uuid.nullable(), settings, warnings });
export const replanOfChange = {
  replanned: z.boolean().meta({ description: 'Whether what waits is planned anew' }),
  replan: z.object({ total: z.int() }).meta({ description: 'How much of it; progress says what is left' }),
  warnings,
};
export const changedSettings = z.object({ settings, ...replanOfChange });

export const settingsPreview = z
  .object({
    settings,
    replanned: z.boolean(),
    moves: z.int().meta({ description: 'Contacts that get another time' }),
    later: z.int(),
    earlier: z.int(),
    unchanged: z.int(),
    ends: z.record(z.string(), z.int()).meta({ description: 'Contacts that would end, by reason' }),
    firstBefore: isoInstant.nullable(),
    firstAfter: isoInstant.nullable(),
    until: isoInstant.nullable().meta({ description: 'When the last that moves would be due' }),
    inFlight: z.int().meta({ description: 'Under way: nothing changes these any more' }),
    notPlanned: z.int().meta({ description: 'Not planned yet: only the new settings will count' }),
    byZone: z.array(
      z.object({
        zones: z.array(z.string()),
        contacts: z.int(),
        moves: z.int(),
        ends: z.int(),
        firstBefore: isoInstant,
        firstAfter: isoInstant.nullable(),
        until: isoInstant.nullable(),
      }),
    ),
    warnings,
  })
  .meta({ id: 'SettingsPreview' });

const campaignFields = {
  id: uuid,
  runId: uuid,
  name: z.string(),
  state: runState,
  contacts: z.int(),
  contactsDone: z.int(),
  pausedReason: z.string().nullable(),
  pausedBy: z.string().nullable(),
  pausedAt: isoInstant.nullable(),
  blockedReason: z.string().nullable(),
  createdBy: z.string(),
  createdAt: isoInstant,
  launchedAt: isoInstant.nullable(),
  endedAt: isoInstant.nullable(),
  channels: z.array(channel).meta({ description: 'Of its steps, in their order' }),
  byState: z.record(z.string(), z.int()).meta({ description: 'Contacts by state; states without one are left out' }),
  spentMicros: micros,
  budgetMicros: micros.nullable(),
  currency: z.string(),
};
export const campaign = z.object(campaignFields).meta({ id: 'Campaign' });
export const campaignDetail = z
  .object({
    ...campaignFields,
    settings,
    imports: z.array(z.object({ id: uuid, fileName: z.string(), state: z.string(), acceptedRows: z.int() })),
  })
  .meta({ id: 'CampaignDetail' });

export const listCampaignsQuery = z.strictObject({
  state: z
    .union([runState, z.array(runState).min(1).max(10)])
    .transform((value) => [value].flat())
    .optional()
    .meta({ description: 'One or several: repeated' }),
  q: z.string().trim().min(1).max(200).optional().meta({ description: 'A part of the name, or the id' }),
  sort: z.enum(['created', 'name', 'contacts', 'spent', 'launched']).optional(),
  direction: z.enum(['asc', 'desc']).optional(),
  ...numberCursor,
});
export const campaignParams = z.strictObject({ campaignId: uuid });
export const attachImportBody = z.strictObject({ importId: uuid });
export const attachedImport = z.object({ campaignId: uuid, importId: uuid, warnings });
export const reasonBody = z.strictObject({ reason: reason.optional() }).nullish();

export const launchBody = z
  .strictObject({
    confirmName: z
      .string()
      .optional()
      .meta({ description: 'The name of the campaign: of people, for more than 1,000 contacts' }),
    undoSeconds: z
      .int()
      .min(0)
      .max(60)
      .optional()
      .meta({ description: 'Nothing of it begins for so long, so that undo-launch can take it back; absent = 0' }),
  })
  .nullish();

export const launched = z.object({
  state: z.literal('running'),
  contacts: z.int(),
  startsAt: isoInstant.nullable().meta({ description: 'Nothing goes out before; null = now' }),
  undoUntil: isoInstant
    .nullable()
    .meta({ description: 'Until then undo-launch takes it back; null = it began at once' }),
  warnings,
});
export const undoneLaunch = z.object({ state: z.literal('draft') });
export const controlled = z.object({ state: runState, ...inFlight });

const counts = z.record(z.string(), z.int());
export const progress = z
  .object({
    campaignId: uuid,
    runId: uuid,
    name: z.string(),
    state: runState,
    contacts: z.object({ total: z.int(), done: z.int(), byState: counts }),
    attempts: z.object({ total: z.int(), byState: counts }),
    outcomes: counts,
    spentMicros: micros,
    presumedMicros: micros,
    heldMicros: micros,
    currency: z.string(),
    sendsPerSecond: z.number(),
    answeredPerMinute: z.number().meta({ description: 'Its retries too; the mean of the latest five minutes' }),
    failuresPerMinute: z.number(),
    ratesOverSeconds: z.int().meta({ description: 'Of how long a time these are the mean: less in its first minutes' }),
    nextDueAt: isoInstant.nullable(),
    replanning: z
      .object({ left: z.int(), total: z.int() })
      .nullable()
      .meta({ description: 'Set while what waits is planned anew after a change' }),
    pausedReason: z.string().nullable(),
    pausedBy: z.string().nullable(),
    pausedAt: isoInstant.nullable(),
    blockedReason: z.string().nullable(),
    stopped: z.boolean(),
    lastTurnAt: isoInstant.nullable(),
    at: isoInstant,
  })
  .meta({ id: 'CampaignProgress' });

export const estimate = z
  .object({
    contacts: z.int(),
    notDialled: z.int(),
    worstCaseMicros: micros,
    oneRoundMicros: micros,
    firstHoldMicros: micros,
  })
  .meta({ id: 'CampaignEstimate' });
