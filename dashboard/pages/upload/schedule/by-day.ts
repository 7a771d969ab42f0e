interface Hour {
  at: string;
  calls: number;
}

export interface DayOfHours {
  /** "Tue 9" */
  label: string;
  hours: Hour[];
  calls: number;
}

/** Hours by the local date that they begin in; the first and the last day may be parts. Pure. */
export function byDay(hours: readonly Hour[], zone: string): DayOfHours[] {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', day: 'numeric', month: 'short' });
  const days: (DayOfHours & { key: string })[] = [];
  for (const hour of hours) {
    const parts = Object.fromEntries(format.formatToParts(Date.parse(hour.at)).map(({ type, value }) => [type, value]));
    const key = `${parts['day']} ${parts['month']}`;
    let last = days.at(-1);
    if (last === undefined || last.key !== key) {
      last = { key, label: `${parts['weekday']} ${parts['day']}`, hours: [], calls: 0 };
      days.push(last);
    }
    last.hours.push(hour);
    last.calls += hour.calls;
  }
  return days.map(({ label, hours: within, calls }) => ({ label, hours: within, calls }));
}
