import { z } from 'zod';
import { instantIn } from '../../api/schemas/common.ts';

/** An instant with its offset, or "none" for taking it back. */
export const instantOrNone = z.union([z.literal('none').transform(() => null), instantIn], {
  error: 'write an instant with its offset, like 2027-03-01T14:00:00Z, or "none"',
});
