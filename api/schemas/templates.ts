import { z } from 'zod';
import { isoInstant, name, uuid } from './common.ts';

export const newTemplate = z.strictObject({ name, body: z.string().min(1).max(20_000) });
export const createdTemplate = z.object({ templateId: uuid, variables: z.array(z.string()) });
export const template = z
  .object({ id: uuid, name: z.string(), body: z.string(), createdAt: isoInstant })
  .meta({ id: 'Template' });
export const templateList = z.object({ items: z.array(template) });

export const templateToPreview = z
  .strictObject({ body: z.string().max(20_000), values: z.record(z.string().min(1).max(100), z.string().max(2_000)) })
  .meta({ id: 'TemplateToPreview' });
export const templatePreview = z
  .object({
    variables: z.array(z.string()),
    text: z.string().nullable(),
    problem: z.string().nullable().meta({ description: 'Why it cannot be written' }),
    sms: z
      .object({
        segments: z.int(),
        encoding: z.enum(['GSM-7', 'UCS-2']),
        unicodeCharacters: z.array(z.string()).meta({ description: 'That force the costlier encoding' }),
      })
      .nullable(),
  })
  .meta({ id: 'TemplatePreview' });
