/** The clinic's own calendar: fixed offsets, so that no table of ours is what it is judged by. Summer of 2026. */
export interface ClinicZone {
  zone: string;
  place: string;
  /** Hours behind UTC. Phoenix knows no summer time. */
  behindUtc: number;
  areaCodes: readonly string[];
  weight: number;
}

export const CLINIC_ZONES: readonly ClinicZone[] = [
  { zone: 'America/New_York', place: 'New York', behindUtc: 4, areaCodes: ['212', '646'], weight: 5 },
  { zone: 'America/Chicago', place: 'Chicago', behindUtc: 5, areaCodes: ['312', '773'], weight: 4 },
  { zone: 'America/Phoenix', place: 'Phoenix', behindUtc: 7, areaCodes: ['602', '480'], weight: 3 },
];

const HOUR_MS = 3_600_000;
/** Days of June 2026: a Tuesday and what follows. */
export const DAYS = { tue: 9, wed: 10, thu: 11, fri: 12 } as const;
export type Day = keyof typeof DAYS;

export const zoneOf = (zone: string): ClinicZone => {
  const found = CLINIC_ZONES.find((one) => one.zone === zone);
  if (found === undefined) throw new RangeError(`the clinic is not in ${zone}`);
  return found;
};

/** The instant at which a clock in `zone` shows `time` (HH:MM) on that day. */
export function instantOf(zone: string, day: Day, time: string): number {
  return Date.parse(`2026-06-${String(DAYS[day]).padStart(2, '0')}T${time}:00Z`) + zoneOf(zone).behindUtc * HOUR_MS;
}

/** The head office is in New York: its clock runs the day. */
export const officeTime = (day: Day, time: string): number => instantOf('America/New_York', day, time);

const wallOf = (zone: string, atMs: number): Date => new Date(atMs - zoneOf(zone).behindUtc * HOUR_MS);

/** `2026-06-10T09:30`, as a clock there shows it. */
export const localOf = (zone: string, atMs: number): string => wallOf(zone, atMs).toISOString().slice(0, 16);

/** `June 10 9:30 AM`: how messages say it in English. */
export function saidOf(zone: string, atMs: number): string {
  const wall = wallOf(zone, atMs);
  const hour = wall.getUTCHours();
  const minute = String(wall.getUTCMinutes()).padStart(2, '0');
  return `June ${wall.getUTCDate()} ${hour % 12 === 0 ? 12 : hour % 12}:${minute} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** `Tue 17:00` in the office, for the reader. */
export function officeWords(atMs: number): string {
  const wall = wallOf('America/New_York', atMs);
  const weekday = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][wall.getUTCDay()] ?? '';
  return `${weekday} ${wall.toISOString().slice(11, 16)}`;
}

/** Minutes since midnight on the wall there. */
export const minuteThere = (zone: string, atMs: number): number => {
  const wall = wallOf(zone, atMs);
  return wall.getUTCHours() * 60 + wall.getUTCMinutes();
};
