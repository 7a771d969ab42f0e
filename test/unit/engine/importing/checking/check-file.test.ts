import { describe, expect, it } from 'vitest';
import { checkFile } from '../../../../../engine/importing/checking/check-file.ts';
import { checkBytes, NOW_MS, tables } from '../list-job.ts';
import { inPieces } from '../memory-files.ts';

const group = (found: Awaited<ReturnType<typeof checkBytes>>, code: string) =>
  found.groups.find((one) => one.code === code);

describe('checkFile', () => {
  it('counts rows and groups what is to be said, the largest group first, with three examples each', async () => {
    const rows = Array.from({ length: 7 }, (_, i) => `44740012345${i},Name ${i}`).join('\n');
    const found = await checkBytes(`phone,name\n${rows}\n+12125550101,Ada\n+12125550101,again\nbad,x\n`);
    expect(found).toMatchObject({ rows: 10, accepted: 1, rejected: 8, duplicates: 1 });
    expect(found.groups[0]).toMatchObject({
      severity: 'error',
      code: 'phone_lost_plus',
      column: 'phone',
      fix: 'lost_plus',
      count: 7,
    });
    expect(group(found, 'phone_lost_plus')?.examples).toMatchObject([
      { rowNumber: 2, value: '447400123450', suggested: '+447400123450' },
      { rowNumber: 3 },
      { rowNumber: 4 },
    ]);
    expect(group(found, 'duplicate_phone')?.examples).toMatchObject([{ rowNumber: 10, value: '+12125550101' }]);
  });

  it('names the row that does not count, by the policy', async () => {
    const content = 'phone\n+12125550101\n+12125550101\n';
    const rowOf = async (duplicates: 'skip' | 'keep_last' | 'keep_all') =>
      group(await checkBytes(content, { duplicates }), 'duplicate_phone')?.examples[0]?.rowNumber;
    expect([await rowOf('skip'), await rowOf('keep_last'), await rowOf('keep_all')]).toEqual([3, 2, undefined]);
  });

  it('tells how far it is, to the last row and byte', async () => {
    let content = 'phone,name\n';
    for (let i = 0; i < 12_000; i++) content += `+1212${400 + Math.floor(i / 9_000)}${1_000 + (i % 9_000)},Name ${i}\n`;
    const told: number[][] = [];
    const found = await checkFile({
      read: () => inPieces(content, 50_000),
      options: {},
      ...tables,
      nowMs: NOW_MS,
      onProgress: (rows, bytes) => told.push([rows, bytes]),
    });
    expect(found).toMatchObject({ rows: 12_000, accepted: 12_000 });
    expect(told[0]?.[0]).toBe(1_000);
    expect(told.at(-1)).toEqual([12_000, content.length]);
    expect(told).toEqual([...told].sort(([a = 0], [b = 0]) => a - b));
  });

  it('finds a double however far behind it comes', async () => {
    let content = 'phone\n+12125550101\n';
    for (let i = 0; i < 25_000; i++) content += `+1213${230 + Math.floor(i / 9_000)}${1_000 + (i % 9_000)}\n`;
    expect(await checkBytes(`${content}+12125550101\n`, {}, 65_536)).toMatchObject({ rows: 25_002, duplicates: 1 });
  });
});
