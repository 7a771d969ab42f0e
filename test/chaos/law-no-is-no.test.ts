import { createHmac, randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow } from '../../db/rows.ts';
import { answerToken } from '../../engine/answering/answer-token.ts';
import { openInstallation, type Installation } from '../e2e/installation.ts';
import type { Seeded } from '../support/seed.ts';
import {
  arrivals,
  caughtBetween,
  dialing,
  endLawfully,
  expectLawful,
  FREEZES,
  nextPeople,
  stopWhile,
  untilOthersAfter,
  untilSent,
  type Freeze,
  type Person,
} from './law-race.ts';

let house: Installation;
beforeAll(async () => {
  house = await openInstallation({ speed: 100 });
});
afterAll(async () => await house.close());

/** What each no was answered at, by its phone. */
type Answered = Map<number, number>;

/** Each round some people who are next say no, in a way that is timed by its own answer. */
async function race(
  seeded: Seeded,
  { spoken = false, sayNo }: { spoken?: boolean; sayNo: (people: Person[], answered: Answered) => Promise<void> },
): Promise<void> {
  const answered: Answered = new Map();
  const round = async (freeze: Freeze): Promise<void> => {
    let people: Person[] = [];
    await stopWhile(house.worker, freeze, async () => {
      people = await nextPeople(house, seeded, { spoken, without: answered.keys() });
      expect(people.length).toBeGreaterThan(20);
      await sayNo(people, answered);
      expect(people.filter(({ phone }) => !answered.has(phone))).toEqual([]);
    });
    // Whatever a frozen sender had in hand is over once it dials others again.
    await untilOthersAfter(house, Date.now(), answered);
  };
  for (const freeze of FREEZES) await round(freeze);
  expectLawful(await arrivals(house), ({ phone }) => answered.get(phone));
  expect(await caughtBetween(house, seeded)).toBeGreaterThan(0);
  await endLawfully(house, seeded);
}

describe('a no under load, with the sender stopped between gate and send', () => {
  it('by text holds once its callback is answered', async () => {
    const seeded = await dialing(house, { contacts: 900 });
    const account = await firstRow<{ sealed: string }>(
      house.test.db,
      sql`select webhook_secret_sealed as sealed from provider_accounts where id = ${seeded.accountId}`,
    );
    const secret = house.deps.secrets.open(account?.sealed ?? '');
    const text = async ({ phone }: Person): Promise<void> => {
      const data = {
        message_id: `msg_${randomBytes(8).toString('hex')}`,
        from: `+${phone}`,
        to: '+12125550100',
        body: 'STOP',
      };
      const body = JSON.stringify({ event: 'sms.received', data, timestamp: new Date().toISOString() });
      const { status } = await house.user.ask(`/v1/webhooks/agentnumber/${seeded.accountId}`, {
        method: 'POST',
        raw: { type: 'application/json', body },
        headers: { 'x-agentnumber-signature': createHmac('sha256', secret).update(body).digest('hex') },
      });
      expect(status).toBe(200);
    };
    await untilSent(house, seeded, 60);
    await race(seeded, {
      sayNo: async (people, answered) => {
        await Promise.all(
          people.map(async (person) => {
            await text(person);
            answered.set(person.phone, Date.now());
          }),
        );
      },
    });
  });

  it('by the agent of an earlier call holds once the report is answered', async () => {
    await house.judge.setDistribution({ weights: { busy: 1 } });
    const seeded = await dialing(house, {
      contacts: 300,
      settings: { maxAttempts: 9, personCaps: [{ count: 20, hours: 24 }], waitSeconds: { busy: 1 } },
    });
    await untilSent(house, seeded, 350);
    await race(seeded, {
      spoken: true,
      sayNo: async (people, answered) => {
        await Promise.all(
          people.map(async ({ phone, spokenInId }) => {
            const token = answerToken(house.deps.secrets, spokenInId ?? '');
            expect(await house.user.post('/v1/answers', { token, digits: '9' })).toMatchObject({ optedOut: true });
            answered.set(phone, Date.now());
          }),
        );
      },
    });
    await house.judge.setDistribution({});
  });

  it('by a list of a registry holds for everybody in it once the load is answered', async () => {
    const seeded = await dialing(house, { contacts: 900 });
    await untilSent(house, seeded, 60);
    let load = 0;
    await race(seeded, {
      sayNo: async (people, answered) => {
        const { status } = await house.user.ask(`/v1/suppression-lists/registry-${++load}?source=trial`, {
          method: 'PUT',
          raw: { type: 'text/csv', body: `phone\n${people.map(({ phone }) => `+${phone}`).join('\n')}\n` },
        });
        expect(status).toBe(201);
        const answeredAtMs = Date.now();
        for (const { phone } of people) answered.set(phone, answeredAtMs);
      },
    });
  });
});
