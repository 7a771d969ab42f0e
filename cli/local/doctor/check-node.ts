import type { ZoneTable } from '../../../domain/zone-table.ts';
import { ok, problem, warning, type Finding } from './finding.ts';

const NEEDED = [20, 20] as const;
const DAY_MS = 86_400_000;
/** Governments change their clocks at a few months' notice; older rules than this have surely missed one. */
const OLD_DAYS = 365;
/** From then on zones.json has no rules: the packed form of its source goes no further. */
const RULES_END_MS = Date.UTC(2038, 0, 1);
/** Plans reach 400 days ahead, and an upgrade takes its time. */
const END_NEAR_DAYS = 3 * 365;

/** The version that runs this. */
export function checkNode(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
  return fits
    ? ok('node', `Node ${version}`)
    : problem('node', `Node ${version} is too old`, `Install Node ${NEEDED.join('.')} or newer.`);
}

/**
 * Release and age of our own zone rules, and where Node's differ. Decisions use ours alone, so a difference is worth
 * knowing and nothing to repair. A release is named by its year and letter: its age is counted from the last day that
 * the name allows.
 */
export function checkZones(
  zones: ZoneTable,
  nowMs: number,
  node: { release: string | undefined; offsetMinutesAt: (zone: string, instantMs: number) => number } = {
    release: process.versions['tz'],
    offsetMinutesAt: nodeOffsetMinutes,
  },
): Finding[] {
  const year = Number(zones.release.slice(0, 4));
  const days = Math.max(0, Math.floor((nowMs - Date.UTC(year + 1, 0, 1)) / DAY_MS));
  const age = days > 0 ? `, at least ${days} days old` : '';
  const end = RULES_END_MS - nowMs < END_NEAR_DAYS * DAY_MS ? ', which ends with the year 2037' : '';
  const release = `zone rules of release ${zones.release}${age}${end}`;
  const own =
    days > OLD_DAYS || RULES_END_MS - nowMs < END_NEAR_DAYS * DAY_MS
      ? warning('zones', release, 'Put a newer data/zones.json in (data/README.md says how), or upgrade Outdial.')
      : ok('zones', release);

  const differing = Intl.supportedValuesOf('timeZone').filter(
    (zone) =>
      zones.has(zone) &&
      yearOfInstants(nowMs).some((at) => node.offsetMinutesAt(zone, at) !== zones.offsetMinutesAt(zone, at)),
  );
  const nodeName = `Node's own zone rules (${node.release ?? 'unknown release'})`;
  const compared: Finding =
    differing.length === 0
      ? ok('zones', `${nodeName} agree with them for the year to come`)
      : {
          ...ok('zones', `${nodeName} differ within a year in ${differing.length} zones; Outdial does not use them`),
          ids: differing,
        };
  return [own, compared];
}

/** Now, and every two weeks for a year: a change of clocks lasts longer. */
function yearOfInstants(nowMs: number): number[] {
  return Array.from({ length: 27 }, (_, i) => nowMs + i * 14 * DAY_MS);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Node's answer, read from the wall clock that it shows. */
function nodeOffsetMinutes(zone: string, instantMs: number): number {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' });
  formats.set(zone, format);
  const wall = Date.parse(`${format.format(instantMs).replace(' ', 'T')}Z`);
  return Math.round((wall - instantMs) / 60_000);
}
