import type { z } from 'zod';
import type { settingsPreview } from '../../../api/schemas/campaigns.ts';
import { count, instant, plural } from '../../print/amounts.ts';
import { fields, table } from '../../print/table.ts';

type Preview = z.output<typeof settingsPreview>;

/** What a change would do, for whoever decides on it. */
export function previewWords(preview: Preview): string {
  const warnings = preview.warnings.map(({ message }) => `Warning: ${message}`);
  if (!preview.replanned)
    return ['What waits stays as it is planned; it holds from the next dial on.', ...warnings].join('\n');
  const ends = Object.entries(preview.ends).map(([reason, contacts]) => `${count(contacts)} ${reason}`);
  const summary = fields({
    moves: `${plural(preview.moves, 'contact')} (${count(preview.later)} later, ${count(preview.earlier)} earlier)`,
    until: instant(preview.until),
    unchanged: count(preview.unchanged),
    'would end': ends.join(', ') || 'none',
    'first dial now': instant(preview.firstBefore),
    'first dial then': instant(preview.firstAfter),
    'not planned yet': count(preview.notPlanned),
    'under way, stays': count(preview.inFlight),
  });
  const zones = table(
    preview.byZone,
    [
      { title: 'zones', value: ({ zones: names }) => names.join(' and ') || 'unknown' },
      { title: 'wait', value: (zone) => count(zone.contacts), right: true },
      { title: 'move', value: (zone) => count(zone.moves), right: true },
      { title: 'end', value: (zone) => count(zone.ends), right: true },
      { title: 'first now', value: (zone) => instant(zone.firstBefore) },
      { title: 'first then', value: (zone) => instant(zone.firstAfter) },
      { title: 'until', value: (zone) => instant(zone.until) },
    ],
    'Nobody waits.',
  );
  return [summary, '', zones, ...warnings].join('\n');
}
