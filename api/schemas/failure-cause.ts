import { z } from 'zod';

export const cause = z.string().min(1).max(120).meta({ description: 'A stable code, like no_answer' });
