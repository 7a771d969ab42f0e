const UNITS: readonly [word: string, seconds: number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** "24 hours", "2 days", "90 minutes": in the largest unit that it is a whole number of; a day is 24 hours. Pure. */
export function sayDuration(seconds: number): string {
  if (seconds === 0) return 'no time';
  const found = UNITS.find(([word, size]) => seconds % size === 0 && !(word === 'day' && seconds === size)) ?? UNITS[3];
  const [word, size] = found ?? ['second', 1];
  const value = seconds / size;
  return `${value} ${word}${value === 1 ? '' : 's'}`;
}
