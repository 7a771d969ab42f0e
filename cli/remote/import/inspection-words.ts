import type { z } from 'zod';
import type { inspection } from '../../../api/schemas/imports.ts';

export const inspectionWords = (found: z.output<typeof inspection>): string => JSON.stringify(found, undefined, 2);
