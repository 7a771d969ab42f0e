import { z } from 'zod';
import { isoInstant, name, uuid } from './common.ts';

export const newTemplate = z.strictObject({ name, body: z.string().min(1).max(20_000) });
export const createdTemplate = z.object({ templateId: uuid, variables: z.array(z.string()) });
export const template = z
  .object({ id: uuid, name: z.string(), body: z.string(), createdAt: isoInstant })
  .meta({ id: 'Template' });
export const templateList = z.object({ items: z.array(template) });
