import type { CallingHours } from '../../domain/calling-hours.ts';
import type { ZoneTable } from '../../domain/zone-table.ts';
import { decideCase, type Decision } from '../../dev/decide/decide-case.ts';
import { askOracle, type OracleAnswer, type OracleCase } from './oracle.ts';

export interface CaseToCompare extends OracleCase {
  windows: Partial<Record<keyof CallingHours['weekly'], [string, string][]>>;
}

/** The oracle's answer, and both where they differ. */
export function compareWithOracle(
  asked: CaseToCompare,
  table: ZoneTable,
): { oracle: OracleAnswer; differing?: { ours: Decision; oracle: OracleAnswer } } {
  const ours = decideCase(
    {
      zones: asked.zones,
      hours: { weekly: asked.windows, blackoutDates: [...asked.blackoutDates], skipFederalHolidays: false },
      marginMs: asked.marginSeconds * 1_000,
      instantMs: asked.instantMs,
    },
    table,
  );
  const oracle = askOracle(asked, table);
  const same =
    ours.allowed === oracle.allowed && ours.reason === oracle.reason && ours.nextOpenMs === oracle.nextOpenMs;
  return same ? { oracle } : { oracle, differing: { ours, oracle } };
}
