import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { documentOf, run, type Outcome } from '../../support/recording-io.ts';

const folder = mkdtempSync(join(tmpdir(), 'outdial-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const check = (content: string, ...words: string[]): Promise<Outcome> =>
  run(['check', '-', ...words], { stdin: content });

/** Nothing listens where the api would be: no test of these can have asked it. */
describe('check, without a server', () => {
  it('ends with 0 when nothing is to be said', async () => {
    const { code, out, err } = await check('phone,timezone\n+12125550123,America/New_York\n');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/rows: +1\naccepted: +1\nrejected: +0\nduplicates: +0/);
  });

  it('ends with 2 for duplicates, and with 0 where they are welcome', async () => {
    const twice = 'phone,timezone\n+12125550123,America/New_York\n(212) 555-0123,America/New_York\n';
    const { code, out } = await check(twice, '--country', 'US');
    expect(code).toBe(2);
    expect(out).toContain(
      '1 x The same number as another row (duplicate_phone, duplicate) in column "phone"\n    row 3 ("+12125550123"): ',
    );
    expect((await check(twice, '--country', 'US', '--duplicates', 'keep-all')).code).toBe(0);
  });

  it('ends with 3 for rows that cannot be used, and says row, column, value, what was expected', async () => {
    const { code, out } = await check('Mobile,name\n+12125550123,Ann\n12,Ben\n', '--map', 'phone=Mobile');
    expect(code).toBe(3);
    expect(out).toMatch(/, error\) in column "Mobile"\n {4}row 3 \("12"\): .+; expected .+/);
  });

  it('proposes a repair with its count and takes the decision', async () => {
    const eaten = 'phone,timezone\n491701234567,Europe/Berlin\n491701234568,Europe/Berlin\n';
    const us = ['--country', 'US'];
    const before = documentOf(await check(eaten, ...us, '--json'));
    expect(before).toMatchObject({
      rejected: 2,
      problems: expect.arrayContaining([
        expect.objectContaining({
          fix: 'lost_plus',
          count: 2,
          decision: null,
          repair: expect.objectContaining({ repair: 'put the plus back' }),
          examples: expect.arrayContaining([expect.objectContaining({ suggested: '+491701234567' })]),
        }),
      ]),
    });
    const after = await check(eaten, ...us, '--fix', 'lost-plus=accept', '--json');
    expect(documentOf(after)).toMatchObject({ accepted: 2, rejected: 0 });
    // What was mended is told, and not that it still waits to be.
    const words = await check(eaten, ...us, '--fix', 'lost-plus=accept');
    expect(words.out).toContain('2 x Repaired as you decided (repaired, info)');
    expect(words.out).not.toContain('and yet these stay');
    expect(after.code).not.toBe(3);
  });

  it.each([
    ['nothing', '', 'The file is empty'],
    ['a header alone', 'phone,name\n', 'no row below it'],
    ['no phones', 'name\nAnn\n', 'No column looks like phone numbers'],
    ['a workbook', `PK\u0003\u0004${'x'.repeat(5_000)}`, 'save it as "CSV UTF-8"'],
  ])('ends with 3 for a file with %s, and says why', async (_, content, reason) => {
    const { code, err } = await check(content);
    expect(code).toBe(3);
    expect(err).toContain(reason);
  });

  it('ends with 3 for a file that is not there or is none, since 2 would say that it can be used', async () => {
    const missing = await run(['check', join(folder, 'nobody.csv')]);
    expect([missing.code, missing.err]).toEqual([3, expect.stringMatching(/There is no file .*nobody\.csv\./)]);
    const none = await run(['check', folder]);
    expect([none.code, none.err]).toEqual([3, expect.stringContaining('is a folder')]);
  });

  it('says how the file is read and what only a server can check', async () => {
    const { out } = await check('Vorname;Handy\nAnn;+4930123456\n');
    expect(out).toContain('delimiter: semicolon');
    expect(out).toMatch(/2 +Handy +phone/);
    expect(out).toContain('Not checked, since only a server knows:\n  who said no (suppressions');
  });

  it('is one document with --json, with the groups of the api', async () => {
    const outcome = await check('phone\n12\n', '--json');
    const group = {
      severity: 'error',
      title: 'Number without a country code',
      column: 'phone',
      count: 1,
      fix: null,
      repair: null,
      decision: null,
      option: 'defaultCountry',
    };
    expect(outcome.code).toBe(3);
    expect(documentOf(outcome)).toMatchObject({
      rows: 1,
      rejected: 1,
      problems: [group],
      layout: { columns: [{ use: 'phone' }] },
      notChecked: expect.any(Array),
    });
  });

  it('reads a file, and leaves nothing of what came through a pipe', async () => {
    const file = join(folder, 'people.csv');
    writeFileSync(file, 'phone\n+12125550123\n');
    const kept = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('outdial-check-'));
    const before = kept();
    expect((await run(['check', file])).out).toContain('people.csv (19 B)');
    expect((await check('phone\n+12125550123\n')).code).toBe(0);
    expect(kept()).toEqual(before);
  });
});
