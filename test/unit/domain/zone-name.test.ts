import { describe, expect, it } from 'vitest';
import { loadZones } from '../../../data/load-zones.ts';
import { readZoneCell, readZones } from '../../../domain/zone-name.ts';

const table = loadZones();
const read = (text: string): string => {
  const cell = readZoneCell(text, table);
  return cell.ok ? [cell.zones.join(','), ...cell.offsets].join(' < ') : cell.code;
};

describe('readZoneCell', () => {
  it.each([
    ['america/new_york', 'America/New_York'],
    ['America/Port of Spain', 'America/Port_of_Spain'],
    ['Eastern Time', 'America/New_York'],
    ['MST', 'America/Denver,America/Phoenix'],
    ['EST; CST', 'America/Chicago,America/New_York'],
  ])('reads the name %s', (text, zones) => {
    expect(read(text)).toBe(zones);
  });

  it.each([
    ['UTC-5', 'Etc/GMT+5 < UTC-5'],
    ['GMT+02:00', 'Etc/GMT-2 < GMT+02:00'],
    ['-05:00', 'Etc/GMT+5 < -05:00'],
    ['-0500', 'Etc/GMT+5 < -0500'],
    ['-500', 'Etc/GMT+5 < -500'],
    ['\u22125', 'Etc/GMT+5 < \u22125'],
    ['utc +14', 'Etc/GMT-14 < utc +14'],
    ['UTC-12:00', 'Etc/GMT+12 < UTC-12:00'],
    ['+0', 'Etc/GMT < +0'],
    ['UTC', 'Etc/GMT < UTC'],
    ['Etc/GMT+5', 'Etc/GMT+5 < Etc/GMT+5'],
    ['UTC-5, America/New_York', 'America/New_York,Etc/GMT+5 < UTC-5'],
  ])('reads the offset %s as a zone without daylight saving time', (text, zones) => {
    expect(read(text)).toBe(zones);
  });

  it.each(['UTC+5:30', '+5.5', '+05:45', 'UTC-13', '+15', '-99:00', 'GMT+1,UTC+5:30'])(
    'refuses %s, and says that a name is wanted',
    (text) => {
      const cell = readZoneCell(text, table);
      expect(cell).toMatchObject({ ok: false, code: 'zone_offset_invalid' });
      if (!cell.ok) expect(cell.message).toMatch(/; expected the name/);
    },
  );

  it.each(['', '5', 'Mars/Olympus', 'constructor', '__proto__', ';', 'UTC five', '+', '5-'])('knows no %j', (text) => {
    expect(read(text)).toBe('zone_unknown');
    expect(readZones(text, table)).toBeUndefined();
  });

  it('means by each offset the clocks that are so many hours from UTC', () => {
    for (let hours = -12; hours <= 14; hours++) {
      const [zone = ''] = readZones(`UTC${hours < 0 ? '' : '+'}${hours}`, table) ?? [];
      for (const month of [0, 6]) expect(table.offsetMinutesAt(zone, Date.UTC(2030, month, 1))).toBe(hours * 60);
    }
  });
});
