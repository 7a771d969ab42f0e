import { z } from 'zod';
import { warnings } from './campaigns.ts';
import { inFlight, isoInstant, limit, name, reason, uuid, uuidCursor } from './common.ts';
import { programmeChange, programmeDraft, programmeSettings } from './programme-settings.ts';
import { purpose } from './states.ts';

export const newProgramme = z
  .strictObject({ name, settings: programmeDraft, dryRun: z.boolean().optional() })
  .meta({ id: 'NewProgramme' });
export const changeProgrammeBody = z
  .strictObject({
    settings: programmeChange,
    expectedVersion: z.int().min(1).optional().meta({ description: 'Refused with 409 when it is another by now' }),
  })
  .meta({ id: 'ChangeOfProgramme' });

const requiredVariables = z
  .array(z.string())
  .meta({ description: 'What every appointment must bring along, by the texts' });

export const createdProgramme = z.object({
  programmeId: uuid.nullable().meta({ description: 'Null after a dry run' }),
  runId: uuid.nullable(),
  campaignId: uuid.nullable(),
  version: z.int(),
  settings: programmeSettings,
  requiredVariables,
  warnings,
});

const stepChange = z.enum(['unchanged', 'moved', 'reworded', 'added', 'removed', 'skipped']);
export const changedProgramme = z
  .object({
    programmeId: uuid,
    version: z.int().meta({ description: 'Of now; after a dry run still the old one' }),
    settings: programmeSettings,
    changed: z.boolean().meta({ description: 'False = it said nothing new, and no version was made' }),
    replanned: z.boolean(),
    replan: z.object({ total: z.int() }).meta({ description: 'Messages that wait to be planned again' }),
    effect: z
      .object({
        appointments: z.int().meta({ description: 'That were looked at' }),
        complete: z.boolean().meta({ description: 'False = there are more than could be looked at in time' }),
        steps: z.record(
          z.string(),
          z.object({
            unchanged: z.int(),
            moved: z.int(),
            reworded: z.int().meta({ description: 'The same time, another text, agent, number or channel' }),
            added: z.int(),
            removed: z.int(),
            skipped: z.int(),
          }),
        ),
        examples: z.array(
          z.object({
            externalId: z.string(),
            key: z.string(),
            change: stepChange,
            before: isoInstant.nullable(),
            after: isoInstant.nullable(),
            reason: z.string().nullable(),
          }),
        ),
      })
      .nullable()
      .meta({ description: 'What becomes of steps that have not gone out; null where nothing is planned again' }),
    requiredVariables,
    warnings,
  })
  .meta({ id: 'ChangedProgramme' });

const programmeFields = {
  id: uuid,
  name: z.string(),
  runId: uuid,
  campaignId: uuid,
  state: z.enum(['running', 'paused']),
  archivedAt: isoInstant.nullable().meta({ description: 'No appointments are taken any more since' }),
  version: z.int(),
  purpose,
  steps: z.array(z.string()).meta({ description: 'In their short form', example: ['24h:sms', '2h:call>10m:sms'] }),
  upcoming: z.int().meta({ description: 'Appointments to come that are not cancelled' }),
  nextDueAt: isoInstant.nullable(),
  pausedReason: z.string().nullable(),
  pausedBy: z.string().nullable(),
  pausedAt: isoInstant.nullable(),
  blockedReason: z.string().nullable(),
  createdBy: z.string(),
  createdAt: isoInstant,
};
export const programme = z.object(programmeFields).meta({ id: 'Programme' });
export const programmeDetail = z
  .object({ ...programmeFields, settings: programmeSettings, requiredVariables })
  .meta({ id: 'ProgrammeDetail' });
export const programmeVersion = z
  .object({ version: z.int(), settings: programmeSettings, createdBy: z.string(), createdAt: isoInstant })
  .meta({ id: 'ProgrammeVersion' });

/** By id or name. */
export const programmeParams = z.strictObject({ programmeId: z.string().min(1).max(200) });
const flag = z.enum(['true', 'false']).optional();
export const listProgrammesQuery = z.strictObject({
  name: name.optional(),
  archived: flag.meta({ description: 'true = archived ones too' }),
  ...uuidCursor,
});
export const dryRunQuery = z.strictObject({
  dryRun: flag.meta({ description: 'true = only say what it would do' }),
});
export const versionsQuery = z.strictObject({
  cursor: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
  limit,
});
export const reasonBody = z.strictObject({ reason: reason.optional() }).nullish();
export const controlledProgramme = z.object({ state: z.enum(['running', 'paused']), ...inFlight });
export const archivedProgramme = z.object({
  programmeId: uuid,
  upcoming: z.int().meta({ description: 'Appointments to come, which are still reminded of' }),
});
