import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { inCopyTransaction } from '../../../../engine/importing/storing/copy-transaction.ts';
import { joinPeople } from '../../../../engine/importing/storing/join-people.ts';
import { draftTrial, type DraftTrial } from './draft-steps.ts';

let trial: DraftTrial;
beforeAll(async () => {
  trial = await draftTrial();
});
afterAll(() => trial.close());

/** Which numbers belong together: what joining pairs one after the other comes to. */
function partition(groups: readonly (readonly number[])[]): Map<number, Set<number>> {
  const setOf = new Map<number, Set<number>>();
  for (const group of groups) {
    if (group.length < 2) continue;
    const joined = new Set(group.flatMap((phone) => [...(setOf.get(phone) ?? [phone])]));
    for (const phone of joined) setOf.set(phone, joined);
  }
  return setOf;
}
const asSets = (setOf: ReadonlyMap<number, ReadonlySet<number>>): Record<string, number[]> =>
  Object.fromEntries([...setOf].map(([phone, set]) => [String(phone), [...set].sort((a, b) => a - b)]));

interface PersonPhone {
  phone: number;
  personId: number;
}
const stored = (): Promise<PersonPhone[]> =>
  rows(trial.database.db, sql`select phone, person_id as "personId" from person_phones order by phone`);
function byPerson(all: readonly PersonPhone[]): Record<string, number[]> {
  const found = new Map<number, Set<number>>();
  for (const { phone, personId } of all) {
    found.set(phone, new Set(all.filter((other) => other.personId === personId).map((other) => other.phone)));
  }
  return asSets(found);
}

const phone = fc.integer({ min: 1, max: 12 }).map((n) => 12_120_000_000 + n);
const group = fc.uniqueArray(phone, { minLength: 1, maxLength: 4 });
/** Transactions of two jobs, each with some groups. */
const jobs = fc.tuple(
  fc.array(fc.array(group, { maxLength: 4 }), { maxLength: 5 }),
  fc.array(fc.array(group, { maxLength: 4 }), { maxLength: 5 }),
);

it('numbers of one row are one person, whatever rows two lists bring at once and in whatever order', async () => {
  const { db } = trial.database;
  await fc.assert(
    fc.asyncProperty(jobs, async ([first, second]) => {
      await trial.database.adminDb.execute(sql`truncate person_phones`);
      // Every id that a person had at any time.
      const hadIds = new Map<number, Set<number>>();
      const note = async (): Promise<void> => {
        for (const { phone: number, personId } of await stored()) {
          hadIds.set(number, (hadIds.get(number) ?? new Set<number>()).add(personId));
        }
      };
      const work = async (transactions: readonly (readonly (readonly number[])[])[]): Promise<void> => {
        for (const groups of transactions) {
          await inCopyTransaction(db, async (transaction) => await joinPeople(transaction, groups));
          await note();
        }
      };
      await Promise.all([work(first), work(second)]);
      const all = await stored();
      expect(byPerson(all)).toEqual(asSets(partition([...first.flat(), ...second.flat()])));
      const personOf = new Map(all.map(({ phone: number, personId }) => [number, personId]));
      for (const [number, ids] of hadIds) {
        for (const id of ids) expect(personOf.get(id)).toBe(personOf.get(number));
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);

it('lists that share numbers across rows make one person of them all', async () => {
  await trial.database.adminDb.execute(sql`truncate person_phones`);
  const list = (...lines: string[]): string => `phone,mobile,name\n${lines.join('\n')}\n`;
  const options = { mapping: { phone: ['phone', 'mobile'] } };
  const contents = [
    list('+12125550101,+12125550102,Ada', '+12125550103,+12125550104,Bob'),
    list('+12125550102,+12125550103,Ada or Bob', '+12125550105,,Cy'),
  ];
  await Promise.all(contents.map((content) => trial.checked(content, options)));
  const people = await stored();
  expect(people.map(({ phone: number }) => number)).toEqual([12125550101, 12125550102, 12125550103, 12125550104]);
  expect(new Set(people.map(({ personId }) => personId)).size).toBe(1);
});

it('a switchboard in many rows makes nobody one person with the others', async () => {
  await trial.database.adminDb.execute(sql`truncate person_phones`);
  let content = 'name,phone,work\n';
  for (let i = 0; i < 1_500; i++) content += `Name ${i},+1212555${String(1_000 + i)},+12125559999\n`;
  const importId = await trial.checked(content, { mapping: { phone: ['phone', 'work'] } });
  expect((await stored()).map(({ phone: number }) => number)).toEqual([12125551000, 12125559999]);
  expect(await trial.view(importId)).toMatchObject({ acceptedRows: 1_500, duplicateRows: 0 });
  expect((await trial.problems(importId)).filter(({ code }) => code === 'phone_of_another_row')).toHaveLength(1_499);
});
