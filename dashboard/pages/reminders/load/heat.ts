import type { ReminderLoad } from '../shapes.ts';

export interface HeatDay {
  date: string;
  /** 24 hours of that date; null = over by now, or not known yet. */
  hours: (HeatHour | null)[];
  calls: number;
  texts: number;
  /** The fullest hour that has a share. */
  peak: HeatHour | null;
}

export type HeatHour = ReminderLoad['hours'][number];

const DAYS = 7;

/** Hours by the date that they are of in the zone of the load, seven whole dates from that of now on. */
export function heatDays({ hours }: Pick<ReminderLoad, 'hours'>): HeatDay[] {
  const days = new Map<string, HeatDay>();
  for (const hour of hours) {
    const date = hour.local.slice(0, 10);
    let day = days.get(date);
    if (day === undefined) {
      day = { date, hours: Array.from({ length: 24 }, () => null), calls: 0, texts: 0, peak: null };
      days.set(date, day);
    }
    day.hours[Number(hour.local.slice(11, 13))] = hour;
    day.calls += hour.calls;
    day.texts += hour.texts;
    if (hour.calls + hour.texts > 0 && (hour.share ?? 0) >= (day.peak?.share ?? 0)) day.peak = hour;
  }
  return [...days.values()].slice(0, DAYS);
}

/** How strong an hour is painted, 0 to 4; by its share of what fits, or of the fullest hour where nothing bounds it. */
export function heatLevel(hour: HeatHour, most: number): number {
  const planned = hour.calls + hour.texts;
  if (planned === 0) return 0;
  const part = hour.share ?? (most === 0 ? 0 : planned / most);
  if (part > 0.8) return 4;
  return part > 0.5 ? 3 : part > 0.2 ? 2 : 1;
}
