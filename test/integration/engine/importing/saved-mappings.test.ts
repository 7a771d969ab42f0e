import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadLaw } from '../../../../data/load-law.ts';
import { loadZones } from '../../../../data/load-zones.ts';
import { rows } from '../../../../db/rows.ts';
import type { ImportOptions } from '../../../../engine/importing/import-options.ts';
import { receiveUpload } from '../../../../engine/importing/receiving/receive-upload.ts';
import {
  findMapping,
  listMappings,
  noteMappingUse,
  removeMapping,
  saveMapping,
} from '../../../../engine/importing/mapping/saved-mappings.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';
import { inPieces, memoryFiles } from '../../../unit/engine/importing/memory-files.ts';

const zones = loadZones();
const files = memoryFiles();
let database: TestDb;
let deps: Parameters<typeof saveMapping>[0] & Parameters<typeof listMappings>[0] & Parameters<typeof receiveUpload>[0];

beforeAll(async () => {
  database = await testDb();
  deps = { db: database.db, readDb: database.readDb, files, zones, law: loadLaw() };
});
afterAll(() => database.drop());

const save = async (content: string, options: ImportOptions = {}, name = 'CRM') => {
  const source = inPieces(content);
  const upload = await receiveUpload(deps, {
    source,
    fileName: 'list.csv',
    options,
    actor: 'test',
    maxBytes: 1_000_000,
  });
  return await saveMapping(deps, { importId: upload.importId, name, actor: 'key:7' });
};

describe('saved mappings', () => {
  it('keep every target with its columns in order, and what is ignored', async () => {
    const text = 'Home Phone,Last Name,First Name,Mobile,tz,City,junk\n+12125550101,B,A,+12125550102,EST,x,y\n';
    const saved = await save(text, { ignore: ['junk'] });
    expect(saved).toMatchObject({
      name: 'CRM',
      headers: ['city', 'firstname', 'homephone', 'junk', 'lastname', 'mobile', 'tz'],
      mapping: { phone: ['Mobile', 'Home Phone'], name: ['First Name', 'Last Name'], timezone: ['tz'] },
      ignore: ['junk'],
      createdBy: 'key:7',
      usedAt: null,
    });
    const found = await findMapping(deps, ['TZ', 'junk', 'mobile', 'home-phone', 'first name', 'last_name', 'city']);
    expect(found).toEqual(saved);
    expect(await findMapping(deps, ['TZ', 'mobile'])).toBe(undefined);
  });

  it('are replaced when the same headers are saved again, and removed once', async () => {
    const before = await save('Phone A,Phone B\n+12125550101,\n', { mapping: { phone: ['Phone A'] } }, 'one');
    const after = await save('Phone B,Phone A\n,+12125550101\n', { mapping: { phone: ['Phone B'] } }, 'two');
    expect(after).toMatchObject({ id: before.id, name: 'two', mapping: { phone: ['Phone B'] } });
    expect((await listMappings(deps)).filter(({ id }) => id === before.id)).toEqual([after]);
    await removeMapping(deps, { mappingId: after.id, actor: 'key:7' });
    for (const mappingId of [after.id, 'nonsense']) {
      await expect(removeMapping(deps, { mappingId, actor: 'key:7' })).rejects.toMatchObject({
        code: 'unknown_mapping',
      });
    }
    const trail = await rows<{ action: string }>(
      database.adminDb,
      sql`select action from audit_entries where subject = ${`mapping:${after.id}`} order by id`,
    );
    expect(trail.map(({ action }) => action)).toEqual(['mapping.save', 'mapping.save', 'mapping.remove']);
  });

  it('say when a list was last read with them', async () => {
    const saved = await save('Tel A,Tel B\n+12125550101,\n', { mapping: { phone: ['Tel A'] } });
    const header = ['tel b', 'TEL A'];
    await noteMappingUse(deps, header, {});
    await noteMappingUse(deps, header, { mapping: { phone: ['Tel B'] } });
    expect((await findMapping(deps, header))?.usedAt).toBe(null);
    await noteMappingUse(deps, header, { mapping: saved.mapping });
    expect((await findMapping(deps, header))?.usedAt).toContain('T');
  });

  it('hold lists of hundreds of columns', async () => {
    const header = Array.from({ length: 400 }, (_, i) => `a long name of a column ${i}`);
    const saved = await save(`phone,${header.join(',')}\n+12125550101${',x'.repeat(400)}\n`);
    expect(saved.headers).toEqual([]);
    expect((await findMapping(deps, [...header.toReversed(), 'Phone']))?.id).toBe(saved.id);
  });

  it.each<[string, string, ImportOptions]>([
    ['no_header', '+12125550101\n', {}],
    ['headers_not_unique', 'phone,City,City\n+12125550101,a,b\n', { mapping: { name: ['#2'] } }],
    ['ambiguous_phone_column', 'phone,Telephone\n+12125550101,+12125550102\n', {}],
    ['unknown_column', 'phone\n+12125550101\n', { mapping: { phone: ['Mobile'] } }],
  ])('are refused with %s when they could not be used', async (code, content, options) => {
    await expect(save(content, options)).rejects.toMatchObject({ code });
  });
});
