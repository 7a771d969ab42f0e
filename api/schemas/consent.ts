import { z } from 'zod';

export const done = z.object({ done: z.literal(true) });
