import { sql } from 'drizzle-orm';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadZones } from '../../data/load-zones.ts';
import { rows } from '../../db/rows.ts';
import { WEEKDAYS, type CallingHours, type WeeklyWindows } from '../../domain/calling-hours.ts';
import { openInstallation, type Installation } from '../e2e/installation.ts';
import { ALWAYS, type Seeded } from '../support/seed.ts';
import {
  arrivals,
  caughtBetween,
  dialing,
  endLawfully,
  expectLawful,
  FREEZES,
  nextPeople,
  pause,
  stopWhile,
  untilOthersAfter,
  untilSent,
} from './law-race.ts';

const ZONE = 'America/New_York';
const NOBODY = new Set<number>();

/** Every hour, but not of today, yesterday and tomorrow there. */
function closedNow(): CallingHours {
  const localMs = Date.now() + loadZones().offsetMinutesAt(ZONE, Date.now()) * 60_000;
  const today = (new Date(localMs).getUTCDay() + 6) % 7;
  const weekly: WeeklyWindows = Object.fromEntries(
    [2, 3, 4].map((ahead) => [WEEKDAYS[(today + ahead) % 7] ?? 'mon', [['00:00', '24:00']]]),
  );
  return { ...ALWAYS, weekly };
}

/** A place whose law asks for written consent; `hours` only when they are given. */
const rulesOf = (hours?: CallingHours) =>
  JSON.stringify({
    // Always the same: that a file changed is seen without it.
    version: '2026-01-01',
    title: 'A place of this trial',
    notLegalAdvice: true,
    rules: [
      {
        id: 'xx-law',
        jurisdiction: 'XX',
        from: '2020-01-01',
        purposes: ['marketing'],
        channels: ['call', 'sms'],
        consent: 'written',
        ...(hours === undefined ? {} : { hours: hours.weekly }),
        confirmed: true,
        source: 'this trial',
      },
    ],
  });

let house: Installation;
let lawFolder: string;
beforeAll(async () => {
  lawFolder = await mkdtemp(join(tmpdir(), 'outdial-law-'));
  await writeFile(join(lawFolder, 'xx.json'), rulesOf());
  house = await openInstallation({ speed: 100, lawFolder });
});
afterAll(async () => {
  await house.close();
  await rm(lawFolder, { recursive: true });
});

/** A marketing campaign to people of that place, who all have consented. */
async function marketing(contacts: number): Promise<Seeded> {
  const seeded = await dialing(house, {
    contacts,
    placeKey: 'XX',
    zoneKey: ZONE,
    settings: { purpose: 'marketing' },
    launch: false,
  });
  const people = await rows<{ phone: string }>(
    house.test.db,
    sql`select '+' || c.phone as phone from contact_states s join contacts c on c.id = s.contact_id where s.run_id = ${seeded.runId}`,
  );
  for (let from = 0; from < people.length; from += 1_000) {
    const items = people.slice(from, from + 1_000).map(({ phone }) => ({
      phone,
      purpose: 'marketing',
      consentClass: 'written',
      method: 'paper',
      happenedAt: '2026-01-02',
    }));
    expect(await house.user.post('/v1/consents', { items })).toMatchObject({ recorded: items.length });
  }
  await house.user.post(`/v1/campaigns/${seeded.campaignId}/launch`);
  return seeded;
}

describe('an edit under load, with the sender stopped between gate and send', () => {
  it('takes a consent back: nobody is called later than a second after it was answered', async () => {
    const seeded = await marketing(900);
    await untilSent(house, seeded, 60);
    const answered = new Map<number, number>();
    for (const freeze of FREEZES) {
      await stopWhile(house.worker, freeze, async () => {
        const people = await nextPeople(house, seeded, { without: answered.keys() });
        expect(people.length).toBeGreaterThan(20);
        await Promise.all(
          people.map(async ({ phone }) => {
            await house.user.post('/v1/consents/revoke', { phone: `+${phone}`, purpose: 'marketing', reason: 'asked' });
            answered.set(phone, Date.now());
          }),
        );
      });
      await untilOthersAfter(house, Date.now(), answered);
    }
    expectLawful(await arrivals(house), ({ phone }) => answered.get(phone));
    expect(await caughtBetween(house, seeded)).toBeGreaterThan(0);
    await endLawfully(house, seeded);
  });

  it('closes the window: nothing begins later than a second after it was answered, until it opens again', async () => {
    const seeded = await dialing(house, { contacts: 900, zoneKey: ZONE });
    const path = `/v1/campaigns/${seeded.campaignId}/settings`;
    await untilSent(house, seeded, 60);
    const shut: { fromMs: number; untilMs: number }[] = [];
    for (const freeze of FREEZES) {
      const { answeredAtMs } = await stopWhile(house.worker, freeze, () =>
        house.user.patch(path, { hours: closedNow() }),
      );
      // A frozen sender goes on with what it had in hand before the window opens again.
      await pause(1_000);
      shut.push({ fromMs: answeredAtMs, untilMs: Date.now() });
      await house.user.patch(path, { hours: ALWAYS });
      await untilOthersAfter(house, Date.now(), NOBODY);
    }
    const ours = await idsOf(seeded);
    expectLawful(
      (await arrivals(house)).filter(({ attemptId }) => ours.has(attemptId)),
      ({ atMs }) => shut.find(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs)?.fromMs,
    );
    expect(await caughtBetween(house, seeded)).toBeGreaterThan(0);
    await endLawfully(house, seeded);
  });

  it('replaces the rules of law: a killed worker dials nothing more, its successor nothing that they forbid', async () => {
    const seeded = await marketing(900);
    await untilSent(house, seeded, 60);
    await writeFile(join(lawFolder, 'xx.json'), rulesOf(closedNow()));
    house.worker.freeze();
    await house.worker.kill();
    const killedAtMs = Date.now();
    const successor = await house.startWorker();
    await pause(4_000);
    const ours = await idsOf(seeded);
    expectLawful(
      (await arrivals(house)).filter(({ attemptId }) => ours.has(attemptId)),
      () => killedAtMs,
    );
    const due = await rows(
      house.test.db,
      sql`select contact_id from due where run_id = ${seeded.runId} and due_at < outdial_now() + interval '1 day' and policy_version = (select policy_version from runs where id = ${seeded.runId}) limit 1`,
    );
    expect(due).toEqual([]);

    // Back to rules that leave it open: dialing goes on.
    await writeFile(join(lawFolder, 'xx.json'), rulesOf());
    await successor.kill();
    await house.startWorker();
    await untilOthersAfter(house, Date.now(), NOBODY);
    await endLawfully(house, seeded);
  });
});

const idsOf = async ({ runId }: Seeded): Promise<Set<string>> =>
  new Set(
    (await rows<{ id: string }>(house.test.db, sql`select id from attempts where run_id = ${runId}`)).map(
      ({ id }) => id,
    ),
  );
