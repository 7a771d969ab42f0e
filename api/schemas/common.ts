import { z } from 'zod';

/** In lower case, as the database writes it: ids are compared as text too. */
export const uuid = z.uuid().toLowerCase();
export const isoInstant = z.string().meta({ description: 'ISO 8601, UTC', format: 'date-time' });
/** An instant as a caller writes it. */
export const instantIn = z.iso.datetime({
  offset: true,
  message: 'Write an instant with its offset, like 2027-03-01T14:00:00Z.',
});
/** Integer micro-units of the account's currency. */
export const micros = z.int();
export const positiveMicros = z.int().min(1).max(9_000_000_000_000_000);

const digitsOf = (text: string): number => Number(text.replace(/\D/g, ''));

/** E.164 in an address, where the plus may be missing or have become a space. Out: always with plus. */
export const phoneIn = z
  .string()
  .regex(/^[+ ]?[1-9]\d{6,14}$/, 'Write the number in full, like +12025550123.')
  .transform(digitsOf);

/** E.164 as something is to be kept of it: digits without a plus may be national ones, so another country's number. */
export const phoneWritten = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'Write the number in full, like +12025550123.')
  .transform(digitsOf);
export const phoneOut = z.string();

export const name = z.string().trim().min(1).max(200);
export const reason = z.string().trim().min(1).max(1_000);

export const limit = z.coerce.number().int().min(1).max(500).default(50);
export const uuidCursor = { cursor: uuid.optional(), limit };
export const numberCursor = {
  cursor: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  limit,
};

/** Of a list that can be sorted: it holds what its page ended with. */
export const sortedCursor = z.string().max(1_200).optional();
export const direction = z.enum(['asc', 'desc']).optional().meta({ description: 'Absent: ascending' });

export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export const queryFlag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** RFC 9457. `code` is stable; `detail` says what and where; `repair` says what to do next. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    repair: z.string().optional(),
    requestId: z.string(),
    errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
  })
  .catchall(z.unknown())
  .meta({ id: 'Problem' });

/** What can no longer be taken back, and until when. */
export const inFlight = {
  inFlight: z.int().meta({ description: 'Calls and texts on their way or live' }),
  mayStillBegin: z.int().meta({ description: 'Each begins within a second, or never' }),
  lastCanEndAt: isoInstant.nullable(),
};
