import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../db/rows.ts';
import { registerCallbacks } from '../../engine/accounts/register-callbacks.ts';
import { auditLedger } from '../../engine/auditing/audit-ledger.ts';
import { createCampaign } from '../../engine/campaigns/create.ts';
import { launchCampaign } from '../../engine/campaigns/launch.ts';
import { getCampaign } from '../../engine/reading/campaigns.ts';
import { startApiProcess, type ApiProcess } from '../support/api-process.ts';
import { seedCampaign, type Seeded } from '../support/seed.ts';
import { openTrial, type Trial } from '../support/trial.ts';

const SEED = Number(process.env['OUTDIAL_TEST_SEED'] ?? 20_261_125);
/** Of each of the four kinds: not one event is told as it should be, but those that can't be overtaken. */
const RATE = 0.25;
const LATE_MS = 3_000;
const CONTACTS = 60;
const PROVIDERS = ['agentnumber', 'cartesia'] as const;

let trial: Trial;
let api: ApiProcess;
beforeAll(async () => {
  trial = await openTrial({ seed: SEED, speed: 60 });
  [api] = await Promise.all([startApiProcess(trial.environment), trial.startWorker()]);
});
afterAll(async () => {
  await api.kill();
  await trial.close();
});

/** A draft among people who pick up, do not, or talk to a machine; results come by callbacks. */
async function prepare(provider: (typeof PROVIDERS)[number]): Promise<Seeded> {
  const { deps, test, judge, simulatorUrl: url } = trial;
  const seeded = await seedCampaign(deps, test, {
    contacts: CONTACTS,
    settings: {
      // At this speed Cartesia's own ends lie ahead of the clock, and a retry would wait for them.
      maxAttempts: provider === 'cartesia' ? 1 : 2,
      pacePerSecond: 60,
      personCaps: [{ count: 20, hours: 24 }],
      waitSeconds: { busy: 1, no_answer: 1, voicemail: 1, not_connected: 1, provider_failure: 1 },
    },
    world: { url, judge, provider },
    launch: false,
  });
  // Cartesia tells about the calls of agents, so the agent must be known with its number.
  await test.db.execute(
    sql`update numbers n set agent_ref = c.settings -> 'steps' -> 0 ->> 'agentRef'
        from campaigns c where c.id = ${seeded.campaignId} and n.id = ${seeded.numberId}`,
  );
  await registerCallbacks(deps, { accountId: seeded.accountId, publicUrl: api.url, actor: 'test' });
  return seeded;
}

/** The same people and the same settings once more. */
async function repeat(seeded: Seeded): Promise<Seeded> {
  const { deps, test } = trial;
  const list = await firstRow<{ id: string }>(
    test.db,
    sql`with list as (
          insert into imports (file_name, file_sha256, file_bytes, stored_path, state, rows_read, accepted_rows, created_by)
          values ('again.csv', 'none', 1, 'none', 'done', ${CONTACTS}, ${CONTACTS}, 'test') returning id, first_contact_id
        ), made as (
          insert into contacts (id, import_id, row_number, phone, name, zone_key, zone_source, variables)
          select list.first_contact_id + c.row_number, list.id, c.row_number, c.phone, c.name, c.zone_key, c.zone_source, c.variables
          from contacts c join contact_states s on s.contact_id = c.id, list where s.run_id = ${seeded.runId} returning id
        ), states as (insert into contact_states (contact_id, state) select id, 'ready' from made)
        select id from list`,
  );
  const { settings } = await getCampaign(deps, seeded);
  const made = await createCampaign(deps, {
    name: 'again',
    settings,
    importIds: [list?.id ?? ''],
    actor: 'test',
  });
  return { ...seeded, campaignId: made.campaignId ?? '', runId: made.runId ?? '' };
}

async function runAll(drafts: readonly Seeded[]): Promise<void> {
  for (const { campaignId } of drafts) await launchCampaign(trial.deps, { campaignId, actor: 'test' });
  const impatient = setInterval(() => void askEarly(), 2_000);
  try {
    await Promise.all(drafts.map(({ runId }) => trial.untilRun(runId, 'completed', 90)));
  } finally {
    clearInterval(impatient);
  }
  await trial.judge.untilQuiet(LATE_MS * 3);
  await inboxEmpty();
}

/** The reconciler asks about a silent call after half a minute; here after a fifth of that, to keep the trial short. */
const askEarly = async (): Promise<void> => {
  await trial.test.db
    .execute(
      sql`update open_attempts o set check_at = outdial_now() from attempts a
          where a.id = o.attempt_id and a.state = 'ACCEPTED' and a.accepted_at < outdial_now() - interval '6 seconds'
            and o.check_at > outdial_now()`,
    )
    .catch(() => {});
};

async function inboxEmpty(): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const [waiting] = await rows(trial.test.db, sql`select id from provider_events where state = 'new' limit 1`);
    if (!waiting) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('facts stay in the inbox');
}

/** What became of everyone: each dial's outcome and cost, and the state in the end. By phone. */
async function ledgerOf({ runId }: Seeded): Promise<Record<string, string>> {
  const people = await rows<{ phone: string; story: string }>(
    trial.test.db,
    sql`select c.phone::text as phone, s.state || ': ' || coalesce((
            select string_agg(a.state || ' ' || a.outcome || ' ' || a.talk_seconds || ' s ' || a.cost_micros, ', ' order by a.ordinal)
            from attempts a where a.contact_id = c.id and a.state <> 'VOID'), 'never dialled') as story
        from contact_states s join contacts c on c.id = s.contact_id where s.run_id = ${runId} order by 1`,
  );
  return Object.fromEntries(people.map(({ phone, story }) => [phone, story]));
}

describe('callbacks that are lost, doubled, late and out of order', () => {
  it(`leave the same ledger as if each had come once and in its place (seed ${SEED})`, async () => {
    const { judge, test } = trial;
    const people = { preset: 'mixed', optOutShare: 0 } as const;
    await judge.setDistribution(people);
    const calm = await Promise.all(PROVIDERS.map(prepare));
    const faulty = await Promise.all(calm.map(repeat));
    await runAll(calm);
    await trial.expectLawful();

    // The same people behave the same at the same call; only what is told about it is different.
    await judge.reset({ keepAccounts: true, seed: SEED });
    await judge.setDistribution(people);
    await judge.setFaults({
      rates: { webhook_lost: RATE, webhook_doubled: RATE, webhook_late: RATE, webhook_reordered: RATE },
      lateWebhookMs: LATE_MS,
    });
    await runAll(faulty);
    for (const [index, run] of faulty.entries()) {
      const before = calm[index];
      if (before) expect(await ledgerOf(run)).toEqual(await ledgerOf(before));
    }
    const summary = await judge.summary({ maxPerDestination: 2 });
    expect(summary.doubleDials).toBe(0);
    expect(summary.perDestination).toMatchObject({ moreThanAllowed: 0, twoAtOnce: 0 });
    expect(summary.webhooks).toMatchObject({ refused: 0, failed: 0 });
    for (const kind of ['webhook_lost', 'webhook_doubled', 'webhook_late', 'webhook_reordered'] as const) {
      expect(summary.faultsFired[kind]).toBeGreaterThan(10);
    }
    expect((await auditLedger(test)).filter((result) => !result.ok)).toEqual([]);
    const spent = await firstRow<{ micros: number }>(
      test.db,
      sql`select sum(cost_micros)::bigint as micros from attempts where run_id = any(${sql.param(faulty.map(({ runId }) => runId))}::uuid[])`,
    );
    expect(spent?.micros).toBe(summary.charges.call);
  });
});
