import type { Person } from '../people.ts';
import type { SimulatorDial } from '../simulator-control.ts';

const OPEN_MINUTE = 10 * 60;
const CLOSE_MINUTE = 17 * 60;
const WORKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'];

/**
 * Dials outside the safe hours (10:00-17:00, Monday to Friday) of any zone in which the person may be. The slow way
 * on purpose: by the display clock of each zone and a table of our own, not by the engine's windows.
 */
export function windowBreaches(dials: readonly SimulatorDial[], people: readonly Person[]): SimulatorDial[] {
  const zonesOf = new Map(people.map((person) => [person.phone, person.zones]));
  return dials.filter((dial) => {
    const zones = zonesOf.get(dial.to) ?? [];
    return zones.length === 0 || !zones.every((zone) => isOpen(zone, dial.receivedAtMs));
  });
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function isOpen(zone: string, atMs: number): boolean {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    clocks.set(zone, clock);
  }
  const shown = new Map(clock.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const minute = Number(shown.get('hour')) * 60 + Number(shown.get('minute'));
  return WORKDAYS.includes(shown.get('weekday') ?? '') && minute >= OPEN_MINUTE && minute < CLOSE_MINUTE;
}
