import { instantsOfWall, wallText } from '../../../domain/wall-instants.ts';
import { readWrittenTime, type DateOrder } from '../../../domain/written-time.ts';
import type { ZoneTable } from '../../../domain/zone-table.ts';

export interface SendAtContext {
  /** Every zone that the contact may be in. */
  zones: readonly string[];
  /** How `03/04/2026` is meant. */
  dateOrder?: DateOrder;
  table: ZoneTable;
}

/** `foldedIn`: the clocks of this zone show this time twice, and the first is taken. */
export type SendAt =
  | { ok: true; atMs: number; foldedIn?: string }
  | { ok: false; code: SendAtProblem; message: string; suggested?: string };

export type SendAtProblem =
  | 'send_at_unreadable'
  | 'send_at_ambiguous'
  | 'send_at_no_zone'
  | 'send_at_zone_unclear'
  | 'send_at_skipped';

const EXAMPLE = '2026-12-09T09:30-05:00, or 2026-12-09 09:30 in the time of the contact';

/**
 * Reads the time before which a contact is not to be dialled. With an offset it is an instant; without, it is what the
 * clock of the contact shows, which needs one zone, or zones that agree at that moment.
 */
export function readSendAt(text: string, context: SendAtContext): SendAt {
  const written = readWrittenTime(text, context.dateOrder);
  if ('problem' in written) {
    const { problem, what } = written;
    return problem === 'unreadable'
      ? unreadable(what)
      : {
          ok: false,
          code: 'send_at_ambiguous',
          message: `${what}; expected the option dateOrder (dmy or mdy), or year first: ${EXAMPLE}`,
        };
  }
  if ('instantMs' in written) return { ok: true, atMs: written.instantMs };
  return written.dateOnly ? unreadable('a date without a time of day') : inZones(written.wallMs, context);
}

const unreadable = (what: string): SendAt => ({
  ok: false,
  code: 'send_at_unreadable',
  message: `${what}; expected ${EXAMPLE}`,
});

function inZones(wallMs: number, { zones, table }: SendAtContext): SendAt {
  const [zone] = zones;
  if (zone === undefined) {
    return {
      ok: false,
      code: 'send_at_no_zone',
      message:
        'the time zone of the contact is not known; expected a time with its offset, like 2026-12-09T09:30-05:00',
    };
  }
  const { instants, gap } = instantsOfWall(table, zone, wallMs);
  const agree = zones.every((other) => {
    const theirs = instantsOfWall(table, other, wallMs).instants;
    return theirs.length === instants.length && theirs.every((instant, index) => instant === instants[index]);
  });
  if (!agree) {
    return {
      ok: false,
      code: 'send_at_zone_unclear',
      message: `the contact may be in ${zones.slice(0, 3).join(' or ')}, where this is not the same moment; expected a time with its offset, like 2026-12-09T09:30-05:00`,
    };
  }
  const [atMs] = instants;
  if (atMs === undefined) {
    const lastBefore = wallText((gap?.fromWallMs ?? wallMs) - 60_000);
    const firstAfter = wallText(gap?.toWallMs ?? wallMs);
    return {
      ok: false,
      code: 'send_at_skipped',
      message: `clocks in ${zone} jump over this time; expected ${lastBefore} or ${firstAfter}`,
      suggested: firstAfter,
    };
  }
  return instants.length > 1 ? { ok: true, atMs, foldedIn: zone } : { ok: true, atMs };
}
