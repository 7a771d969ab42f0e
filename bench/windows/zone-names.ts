import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ZoneTable } from '../../domain/zone-table.ts';

const FILE = new URL('../../data/zones.json', import.meta.url);
const Packed = z.object({ zones: z.array(z.string()), links: z.array(z.string()) });

/** Names with rules of their own, and those that are only other names for one of them. */
export function zoneNames(): { zones: string[]; links: string[] } {
  const packed = Packed.parse(JSON.parse(readFileSync(FILE, 'utf8')));
  const part = (index: number) => (text: string) => text.split('|')[index] ?? '';
  return { zones: packed.zones.map(part(0)), links: packed.links.map(part(1)) };
}

/** Every instant in [fromMs, toMs) at which the clocks of a zone are moved. */
export function changesOf(zone: string, fromMs: number, toMs: number, table: ZoneTable): number[] {
  const found: number[] = [];
  for (let ms = table.nextChangeMs(zone, fromMs - 1); ms < toMs; ms = table.nextChangeMs(zone, ms)) found.push(ms);
  return found;
}
