import { readRule } from '../../../domain/recurrence/read-rule.ts';
import { localText } from '../../../domain/wall-instants.ts';
import { readWrittenTime } from '../../../domain/written-time.ts';
import { readZones } from '../../../domain/zone-name.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';

/** When a series takes place, as somebody tells it. */
export interface SeriesTimes {
  /** RRULE or plain English, also with the time of day. */
  rule: string;
  /** The local start of its first occurrence, or its date where the rule says the time; left out = from today on. */
  first?: string | undefined;
  /** Left out = the programme's, else that of the number. */
  zone?: string | undefined;
  /** The time of day where neither the rule nor the first date says it. */
  at?: string | undefined;
}

export interface ReadTimes {
  rrule: string;
  firstLocal: string;
  zone: string;
  words: string;
}

/** Understands when a series takes place. Throws EngineError with the code of what is wrong and a `pointer`. */
export function readSeriesTimes(
  deps: Pick<EngineDeps, 'zones' | 'zonesOfPhone'>,
  times: SeriesTimes,
  about: { phone: number; programmeZone: string | null; nowMs: number },
): ReadTimes {
  const zone = zoneOf(deps, times.zone, about);
  const bare = readRule(times.rule);
  if (!bare.ok) throw refusal(bare.code, bare.message, '/rule');
  const today = localText(deps.zones, zone, about.nowMs).slice(0, 10);
  const firstLocal = firstOf(times.first ?? today, bare.at ?? times.at ?? null);
  const read = readRule(times.rule, { firstLocal });
  if (!read.ok) throw refusal(read.code, read.message, read.code === 'rule_time' ? '/first' : '/rule');
  return { rrule: read.rrule, firstLocal, zone, words: read.words };
}

function zoneOf(
  deps: Pick<EngineDeps, 'zones' | 'zonesOfPhone'>,
  told: string | undefined,
  { phone, programmeZone }: { phone: number; programmeZone: string | null },
): string {
  if (told === undefined) return programmeZone ?? only(deps.zonesOfPhone(phone), 'The recipient');
  if (deps.zones.has(told)) return told;
  const read = readZones(told, deps.zones);
  if (read) return only(read, `"${told}"`);
  throw refusal('zone_unknown', `"${told}" is no time zone; give a name like America/Chicago.`, '/zone');
}

/** A series lasts: two zones that agree today may not agree next year. */
function only(zones: readonly string[], who: string): string {
  const [zone, other] = zones;
  if (zone !== undefined && other === undefined) return zone;
  if (zone === undefined)
    throw refusal('zone_needed', 'The zone of the series is not known; give one, like America/Chicago.', '/zone');
  throw refusal('zone_ambiguous', `${who} may be in ${zones.join(' or ')}; give one zone for the series.`, '/zone');
}

function firstOf(text: string, at: string | null): string {
  const written = readWrittenTime(text, undefined);
  if ('problem' in written) {
    throw refusal(
      'time_unreadable',
      `"${text}" is no local time: ${written.what}; write it like 2026-12-08 09:30.`,
      '/first',
    );
  }
  if ('instantMs' in written) {
    throw refusal(
      'time_not_local',
      `"${text}" has an offset; a series keeps a local time: write it like 2026-12-08 09:30.`,
      '/first',
    );
  }
  const local = new Date(written.wallMs).toISOString().slice(0, 16);
  if (!written.dateOnly) return local;
  if (at === null) throw refusal('time_needed', 'Neither the rule nor its first date says the time of day.', '/first');
  return `${local.slice(0, 10)}T${at}`;
}

const refusal = (code: string, message: string, pointer: string): EngineError =>
  new EngineError('invalid', code, message, { details: { errors: [{ pointer, message }] } });
