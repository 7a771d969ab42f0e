import { z } from 'zod';
import { instantIn, isoInstant, numberCursor, uuid } from './common.ts';

export const auditEntry = z
  .object({
    id: z.int(),
    at: isoInstant,
    actor: z.string().meta({ description: 'user:<email>, key:<public id>, or a part of the installation' }),
    action: z.string(),
    subject: z.string(),
    subjectName: z.string().nullable(),
    subjectOf: z
      .string()
      .nullable()
      .meta({ description: 'What it belongs to: the campaign of a retry, the programme of an appointment' }),
    reason: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });

const text = z.string().min(1).max(300);
export const listAuditQuery = z.strictObject({
  subject: text.optional(),
  campaignId: uuid.optional().meta({ description: 'Of a campaign with its retries and lists' }),
  actor: text.optional(),
  action: text.optional().meta({ description: 'campaign.launch, or with a dot at the end all of a thing: campaign.' }),
  from: instantIn.optional(),
  to: instantIn.optional(),
  ...numberCursor,
});
