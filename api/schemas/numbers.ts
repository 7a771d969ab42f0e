import { z } from 'zod';
import { isoInstant, phoneOut, queryFlag, uuid } from './common.ts';

export const numberView = z
  .object({
    id: uuid,
    accountId: uuid,
    accountName: z.string(),
    providerRef: z.string(),
    phone: phoneOut,
    label: z.string().nullable(),
    agentRef: z.string().nullable(),
    agentName: z.string().nullable(),
    status: z.enum(['active', 'released']),
    syncedAt: isoInstant.nullable(),
  })
  .meta({ id: 'Number' });
export const numberList = z.object({ items: z.array(numberView) });
export const listNumbersQuery = z.strictObject({ accountId: uuid.optional(), includeReleased: queryFlag.optional() });
export const syncBody = z.strictObject({ accountId: uuid });
export const synced = z.object({ active: z.int(), released: z.int() });
export const numberParams = z.strictObject({ numberId: uuid });

const text = z.string().min(1).max(10_000);
const numberChange = {
  label: z.string().min(1).max(200).optional(),
  agentRef: z.string().min(1).max(200).optional(),
  areaCode: z
    .string()
    .regex(/^\d{3}$/)
    .optional(),
  systemPrompt: text.optional(),
  firstMessage: text.optional(),
  voiceId: z.string().min(1).max(200).optional(),
  voiceWebhookUrl: z.url().optional(),
  inboundMode: z.string().min(1).max(100).optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
};
export const assignBody = z.strictObject(numberChange).meta({ id: 'NumberChange' });
export const provisionBody = z
  .strictObject({ accountId: uuid, request: z.strictObject(numberChange), force: z.boolean().optional() })
  .meta({ id: 'ProvisionNumber' });
export const releaseBody = z.strictObject({ force: z.boolean().optional() }).nullish();
