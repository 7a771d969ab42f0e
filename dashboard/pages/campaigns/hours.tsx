import { linesOfWeek, type Hours } from './week.ts';

/** When people may be contacted, by their own clocks: "Mon to Fri 09:00-18:00". */
export function HoursWords({ hours }: { hours: Hours }) {
  const { weekly, channels, blackoutDates, holidays = [], skipFederalHolidays } = hours;
  const weeks = [
    { name: null, lines: linesOfWeek(weekly) },
    ...(channels?.call === undefined ? [] : [{ name: 'Calls', lines: linesOfWeek(channels.call) }]),
    ...(channels?.sms === undefined ? [] : [{ name: 'Texts', lines: linesOfWeek(channels.sms) }]),
  ];
  const days = [
    ...(skipFederalHolidays ? ['federal holidays'] : []),
    ...holidays,
    ...(blackoutDates.length === 0 ? [] : [blackoutDates.join(', ')]),
  ];
  return (
    <div className="flex flex-col gap-0.5">
      {weeks.map(({ name, lines }) => (
        <p key={name ?? 'all'}>
          {name !== null && `${name}: `}
          {lines.length === 0 ? 'never' : lines.join(', ')}
        </p>
      ))}
      <p className="text-sm text-subtle">
        On the clock of whoever is contacted{days.length === 0 ? '.' : `, not on ${days.join(', ')}.`}
      </p>
    </div>
  );
}
