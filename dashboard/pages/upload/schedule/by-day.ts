interface Hour {
  at: string;
  calls: number;
}

export interface DayOfHours {
  weekday: string;
  /** Of the month. */
  day: string;
  hours: Hour[];
  /** Hours of the first day that are over already. */
  past: number;
  calls: number;
}

/** Hours by the local date that they begin in, without a last day in which nothing happens any more. Pure. */
export function byDay(hours: readonly Hour[], zone: string): DayOfHours[] {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  const days: (DayOfHours & { key: string })[] = [];
  for (const hour of hours) {
    const parts = Object.fromEntries(format.formatToParts(Date.parse(hour.at)).map(({ type, value }) => [type, value]));
    const key = `${parts['day']} ${parts['month']}`;
    let last = days.at(-1);
    if (last === undefined || last.key !== key) {
      const past = last === undefined ? Number(parts['hour'] ?? 0) : 0;
      last = { key, weekday: parts['weekday'] ?? '', day: parts['day'] ?? '', hours: [], past, calls: 0 };
      days.push(last);
    }
    last.hours.push(hour);
    last.calls += hour.calls;
  }
  const shown = days.length > 7 && days.at(-1)?.calls === 0 ? days.slice(0, -1) : days;
  return shown.map(({ key: _key, ...rest }) => rest);
}
