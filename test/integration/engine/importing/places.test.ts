import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { runImport } from '../../../../engine/importing/run-import.ts';
import { threadedListReader } from '../../../../worker/threaded-list-reader.ts';
import { draftTrial, type DraftTrial } from './draft-steps.ts';

let trial: DraftTrial;
let threads: ReturnType<typeof threadedListReader>;
beforeAll(async () => {
  trial = await draftTrial();
  threads = threadedListReader();
});
afterAll(async () => {
  await threads.close();
  await trial.close();
});

const LIST = [
  'phone,mobile,state,zip,tz',
  '+12125550101,+13055550101,NJ,07030,',
  '+18005550102,,,,',
  '+18005550103,,,,Pacific/Honolulu',
  '+442071234567,,,,',
  '+12125550105,,CA,90210,',
  '+12125550101,,,,',
].join('\n');

describe('the places of a contact', () => {
  it.each(['here', 'in a thread'])('are stored with each of its numbers, read %s', async (where) => {
    const importId = await trial.upload(LIST, { duplicates: 'keep_all' }, { wanted: 'check' });
    const deps = where === 'here' ? trial.deps : { ...trial.deps, openListReader: threads.open };
    expect((await runImport(deps, importId)).outcome).toBe('checked');
    const found = await rows(
      trial.database.db,
      sql`select c.row_number as row, c.phone, c.zone_source || ' ' || c.zone_key as zones, c.place_key as places,
            n.phone as further, n.zone_key as "furtherZones", n.place_key as "furtherPlaces"
          from contacts c left join contact_phones n on n.contact_id = c.id where c.import_id = ${importId} order by 1`,
    );
    const alone = { further: null, furtherZones: null, furtherPlaces: null };
    expect(found).toEqual([
      {
        row: 2,
        phone: 13055550101,
        zones: 'address America/New_York',
        places: 'US-FL,US-NJ',
        further: 12125550101,
        furtherZones: 'America/New_York',
        furtherPlaces: 'US-NJ,US-NY',
      },
      { row: 3, phone: 18005550102, zones: 'none ', places: '', ...alone },
      { row: 4, phone: 18005550103, zones: 'column Pacific/Honolulu', places: 'US-HI', ...alone },
      { row: 5, phone: 442071234567, zones: 'prefix Europe/London', places: 'GB', ...alone },
      {
        row: 6,
        phone: 12125550105,
        zones: 'address America/Los_Angeles,America/New_York',
        places: 'US-CA,US-NY',
        ...alone,
      },
      { row: 7, phone: 12125550101, zones: 'prefix America/New_York', places: 'US-NY', ...alone },
    ]);
  });

  it('are stored, too, of a row that comes back repaired', async () => {
    const importId = await trial.checked('phone,zip\n+12125550101,10001\n12125550102,90210\n', {
      fixes: { lost_plus: 'accept' },
    });
    const found = await rows<{ places: string }>(
      trial.database.db,
      sql`select place_key as places from contacts where import_id = ${importId} order by row_number`,
    );
    expect(found.map(({ places }) => places)).toEqual(['US-NY', 'US-CA,US-NY']);
  });
});
