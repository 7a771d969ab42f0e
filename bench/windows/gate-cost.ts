import { sql } from 'drizzle-orm';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDb, type Db } from '../../db/client.ts';
import { migrateDb } from '../../db/migrate.ts';
import { rows } from '../../db/rows.ts';
import { postgresServer } from '../../dev/servers/postgres.ts';
import { gate, gateStatement, type GateItem } from '../../engine/dialing/gate.ts';
import { claimAll } from '../../test/support/ledger-steps.ts';
import { scriptedTelephony } from '../../test/support/scripted-telephony.ts';
import { engineOver, seedCampaign } from '../../test/support/seed.ts';

const ROUNDS = 7;
/** As many as a sender at full pace gates at once. */
const ITEMS = 50;
const BATCHES = 12;
/** On both sides of the numbers of the trial, so that a probe of the index goes down its middle and finds nobody. */
const FIRST_SUPPRESSED = 10_000_000_000;
const LAST_SUPPRESSED = 18_000_000_000;
const OURS = { from: 12_124_000_000, to: 12_125_000_000 };

export interface GateCost {
  /** Median over the rounds of the same gates with many suppressions to those with none, one after the other. */
  ratio: number;
  extraBuffers: number;
  bareMsPerGate: number;
}

/** What the gate pays for a long suppression list: two databases alike but for the list, measured in turns. */
export async function measureGate(suppressions: number, say: (line: string) => void): Promise<GateCost> {
  const folder = await mkdtemp(join(tmpdir(), 'outdial-bench-'));
  const server = await postgresServer({ folder, owned: true });
  await server.start();
  try {
    const bare = await openWorld(server.url, 'gate_bare', 0);
    const full = await openWorld(server.url, 'gate_full', suppressions);
    say(`loaded ${suppressions} suppressions`);
    // The first round warms caches and plans.
    for (const world of [bare, full]) {
      await world.round();
      await world.settle();
    }
    const pairs: { ratio: number; bareMs: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const bareMs = await bare.round();
      const fullMs = await full.round();
      pairs.push({ ratio: fullMs / bareMs, bareMs });
    }
    const buffers = [await bare.buffersOfOne(), await full.buffersOfOne()];
    say(`buffers of a gate of one: ${buffers.join(' and ')}`);
    await Promise.all([bare.close(), full.close()]);
    const median = pairs.toSorted((a, b) => a.ratio - b.ratio)[Math.floor(ROUNDS / 2)];
    return {
      ratio: Number((median?.ratio ?? Number.NaN).toFixed(3)),
      extraBuffers: (buffers[1] ?? 0) - (buffers[0] ?? 0),
      bareMsPerGate: Number(((median?.bareMs ?? Number.NaN) / BATCHES).toFixed(2)),
    };
  } finally {
    await server.stop();
    for (const made of [server.dataFolder, folder]) await rm(made, { recursive: true, force: true });
  }
}

interface World {
  /** Milliseconds for all gates of one round. */
  round: () => Promise<number>;
  /** The planner learns that there are attempts by now, as it does in any installation that has run for a minute. */
  settle: () => Promise<void>;
  buffersOfOne: () => Promise<number>;
  close: () => Promise<void>;
}

async function openWorld(urlOf: (database?: string) => string, name: string, suppressions: number): Promise<World> {
  const owner = openDb({ url: urlOf(), onError: () => {} });
  await owner.execute(sql.raw(`create database ${name}`));
  await owner.$client.end();
  const url = urlOf(name);
  await migrateDb(url, { markAsTest: true });
  const db = openDb({ url, onError: () => {}, maxConnections: 2 });
  const deps = engineOver({ url, db, readDb: db, adminDb: db, drop: async () => {} }, scriptedTelephony());
  const test = { url, db, readDb: db, adminDb: db, drop: async () => {} };
  const { runId } = await seedCampaign(deps, test, {
    contacts: (ROUNDS + 1) * BATCHES * ITEMS + 1,
    placeKey: 'US-NY',
    topUpMicros: 100_000_000_000,
    maxConcurrentCalls: 100_000,
    settings: { maxConcurrent: 10_000 },
  });
  if (suppressions > 0) await suppressMany(db, suppressions);
  await db.execute(sql`vacuum analyze`);
  const claim = async (batch: number) => await claimAll(deps, runId, 0, batch);
  return {
    round: async () => {
      let spentMs = 0;
      for (let batch = 0; batch < BATCHES; batch++) {
        const { sender, ids } = await claim(ITEMS);
        if (ids.length !== ITEMS) throw new Error(`only ${ids.length} of ${ITEMS} were claimed`);
        const startedAtMs = performance.now();
        const verdicts = await gate({ db }, { sender, items: ids.map(toItem) });
        spentMs += performance.now() - startedAtMs;
        if (verdicts.some(({ refusal }) => refusal !== null)) throw new Error('the gate refused somebody');
      }
      return spentMs;
    },
    settle: async () => void (await db.execute(sql`vacuum analyze`)),
    buffersOfOne: async () => {
      const { sender, ids } = await claim(1);
      return await buffersOf(db, sender, ids.map(toItem));
    },
    close: async () => await db.$client.end(),
  };
}

const toItem = (attemptId: string): GateItem => ({ attemptId, rendered: {} });

async function suppressMany(db: Db, count: number): Promise<void> {
  const spacing = Math.floor((LAST_SUPPRESSED - FIRST_SUPPRESSED) / count);
  const CHUNK = 500_000;
  for (let from = 0; from < count; from += CHUNK) {
    await db.transaction(async (tx) => {
      await tx.execute(sql`set local statement_timeout = 0`);
      await tx.execute(
        sql`insert into suppressions (phone, purpose, channel, source, created_by)
            select case when phone between ${OURS.from} and ${OURS.to} then phone + ${LAST_SUPPRESSED}::bigint else phone end,
              'marketing', 'call', 'list', 'bench'
            from (select ${FIRST_SUPPRESSED + from * spacing}::bigint + n * ${spacing}::bigint as phone
              from generate_series(0, ${Math.min(CHUNK, count - from) - 1}) n) made`,
      );
    });
  }
}

interface PlanNode {
  'Relation Name'?: string;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: PlanNode[];
}

/** Pages of the suppression list that one gate touches; what else it touches is alike with a list and without. */
async function buffersOf(db: Db, sender: string, items: readonly GateItem[]): Promise<number> {
  const [explained] = await rows<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
    db,
    sql`explain (analyze, buffers, format json) ${gateStatement({ sender, items })}`,
  );
  const plan = explained?.['QUERY PLAN'][0]?.Plan;
  if (!plan) throw new Error('the gate was not explained');
  return ofSuppressions(plan);
}

function ofSuppressions(node: PlanNode): number {
  const own = node['Relation Name'] === 'suppressions' ? node['Shared Hit Blocks'] + node['Shared Read Blocks'] : 0;
  return (node.Plans ?? []).reduce((sum, child) => sum + ofSuppressions(child), own);
}
