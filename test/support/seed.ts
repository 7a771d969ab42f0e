import { sql } from 'drizzle-orm';
import { randomBytes } from 'node:crypto';
import { loadLaw } from '../../data/load-law.ts';
import { loadPlaces } from '../../data/load-places.ts';
import { loadZones } from '../../data/load-zones.ts';
import { firstRow, rows } from '../../db/rows.ts';
import type { ContactOverrides } from '../../db/schema/contacts.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import type { LineType } from '../../domain/line-type.ts';
import { addAccount } from '../../engine/accounts/add-account.ts';
import { createSecrets } from '../../engine/accounts/seal.ts';
import { createCampaign } from '../../engine/campaigns/create.ts';
import { launchCampaign } from '../../engine/campaigns/launch.ts';
import { topUp } from '../../engine/credits/top-up.ts';
import type { EngineDeps } from '../../engine/deps.ts';
import type { Telephony } from '../../engine/ports.ts';
import type { SimulatorClient } from '../../simulator/client.ts';
import type { TestDb } from './test-db.ts';

export const ALL_DAY: [string, string][] = [['00:00', '24:00']];
/** Every hour of every day: trials that are not about windows. */
export const ALWAYS = {
  weekly: { mon: ALL_DAY, tue: ALL_DAY, wed: ALL_DAY, thu: ALL_DAY, fri: ALL_DAY, sat: ALL_DAY, sun: ALL_DAY },
  blackoutDates: [],
  skipFederalHolidays: false,
};

/** Errors of the engine show in the test's output, by their cause: a failed query would print all its parameters. */
const reportError = (fields: { error?: unknown }, message: string): void => {
  const { error } = fields;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  console.error(message, cause instanceof Error ? cause.message : '');
};

export const silentLog = { debug: () => {}, info: () => {}, warn: () => {}, error: reportError };
const zones = loadZones();
const law = loadLaw();
const places = loadPlaces();

/** The engine's dependencies over a test database, with one adapter for every account. */
export function engineOver(test: TestDb, telephony: Telephony): EngineDeps {
  const noFiles = (): never => {
    throw new Error('this trial stores no files');
  };
  return {
    db: test.db,
    readDb: test.readDb,
    telephonyFor: async () => telephony,
    files: { write: noFiles, writeAt: noFiles, read: noFiles, remove: noFiles },
    zones,
    law,
    places,
    zonesOfPhone: () => ['America/New_York'],
    secrets: createSecrets(randomBytes(32)),
    log: silentLog,
  };
}

export interface Seeded {
  accountId: string;
  numberId: string;
  campaignId: string;
  runId: string;
  contactIds: number[];
}

export interface SeedAccount {
  topUpMicros?: number;
  maxConcurrentCalls?: number;
  /** Paces of the account; none = only slots and credit limit. */
  paces?: { channel?: 'call' | 'sms'; maxCount: number; windowMs: number }[];
  /** A world at the simulator to dial into; none = nothing listens at the account's address. */
  world?: { url: string; judge: SimulatorClient; provider: 'agentnumber' | 'cartesia' };
}

export interface SeededAccount {
  accountId: string;
  numberId: string;
  /** Where the provider takes an agent per call. */
  agentRef?: string;
}

export interface SeedOptions extends SeedPeople, SeedAccount {
  settings?: Partial<CampaignSettings>;
  channel?: 'call' | 'sms';
  launch?: boolean;
}

export interface SeedPeople {
  contacts: number;
  /** Zones of the first number, and of further ones where `moreZoneKeys` is silent. */
  zoneKey?: string;
  /** Places of every number; none = unknown. */
  placeKey?: string;
  /** Further numbers of each contact; they make one person. */
  morePhones?: number;
  /** Zones of the further numbers, by place from 1. */
  moreZoneKeys?: readonly string[];
  /** Line types by place from 0; none = unknown. */
  lineTypes?: readonly LineType[];
  overrides?: ContactOverrides;
}

// Off 555-90NN, where the simulator has people and faults of fixed habits.
let phoneBase = 12_124_000_000;

/** An account with credit and a number. */
export async function seedAccount(deps: EngineDeps, test: TestDb, options: SeedAccount): Promise<SeededAccount> {
  const world = await openWorld(options.world);
  const { accountId } = await addAccount(deps, {
    name: `account ${randomBytes(4).toString('hex')}`,
    provider: world.provider,
    mode: 'SIMULATED',
    apiKey: world.key,
    baseUrl: world.baseUrl,
    providerQueueSeconds: 1,
    maxConcurrentCalls: options.maxConcurrentCalls ?? 10_000,
    paces: [],
    actor: 'test',
  });
  for (const pace of options.paces ?? []) {
    await test.adminDb.execute(
      sql`insert into pacers (account_id, channel, max_count, window_ms) values (${accountId}, ${pace.channel ?? null}, ${pace.maxCount}, ${pace.windowMs})`,
    );
  }
  await topUp(deps, { accountId, amountMicros: options.topUpMicros ?? 1_000_000_000, actor: 'test' });
  const number = await firstRow<{ id: string }>(
    test.db,
    sql`insert into numbers (account_id, provider_ref, phone) values (${accountId}, ${world.numberRef}, 12125550100) returning id`,
  );
  return { accountId, numberId: number?.id ?? '', ...(world.agentRef ? { agentRef: world.agentRef } : {}) };
}

/** An account with credit, a number, and a launched campaign over made-up contacts of one zone. */
export async function seedCampaign(deps: EngineDeps, test: TestDb, options: SeedOptions): Promise<Seeded> {
  const { accountId, numberId, agentRef } = await seedAccount(deps, test, options);
  const importId = await seedContacts(test, options);
  const channel = options.channel ?? 'call';
  const { campaignId, runId } = await createCampaign(deps, {
    name: 'trial',
    settings: {
      steps: [
        {
          channel,
          accountId,
          numberId,
          ...(agentRef ? { agentRef } : {}),
          ...(channel === 'sms' ? { text: 'Hello' } : {}),
        },
      ],
      purpose: 'emergency',
      hours: ALWAYS,
      maxConcurrent: 10_000,
      ...options.settings,
    },
    importIds: [importId],
    actor: 'test',
  });
  if (campaignId === null || runId === null) throw new Error('campaign not created');
  if (options.launch !== false) await launchCampaign(deps, { campaignId, actor: 'test' });
  const contacts = await rows<{ id: number }>(
    test.db,
    sql`select c.id from imports i join contacts c on c.id between i.first_contact_id and i.last_contact_id
        where i.id = ${importId} order by c.id`,
  );
  return { accountId, numberId, campaignId, runId, contactIds: contacts.map(({ id }) => id) };
}

interface World {
  provider: 'agentnumber' | 'cartesia';
  key: string;
  baseUrl: string;
  numberRef: string;
  agentRef?: string;
}

/** A fresh key with one number (and agent) at the simulator. */
async function openWorld(world: SeedOptions['world']): Promise<World> {
  const secret = randomBytes(16).toString('hex');
  if (!world) {
    return {
      provider: 'agentnumber',
      key: `an_live_${secret}`,
      baseUrl: 'http://127.0.0.1:9/agentnumber/api/v0',
      numberRef: `num_${secret}`,
    };
  }
  const { provider, judge, url } = world;
  const key = provider === 'agentnumber' ? `an_live_${secret}` : `sk_car_${secret}`;
  const view = await judge.addAccount({ provider, key, numbers: [{}], balanceMicros: null });
  const agentRef = view.agents[0]?.id;
  return {
    provider,
    key,
    baseUrl: provider === 'agentnumber' ? `${url}/agentnumber/api/v0` : `${url}/cartesia`,
    numberRef: view.numbers[0]?.id ?? '',
    ...(agentRef === undefined || provider === 'agentnumber' ? {} : { agentRef }),
  };
}

/** A finished import with made-up people. Answers its id. */
export async function seedContacts(test: TestDb, people: SeedPeople): Promise<string> {
  const { contacts: count, morePhones = 0, moreZoneKeys = [], lineTypes = [], overrides = null } = people;
  const { zoneKey = 'America/New_York', placeKey = '' } = people;
  const base = phoneBase;
  phoneBase += count * (1 + morePhones);
  const list = await firstRow<{ id: string; firstContactId: number }>(
    test.db,
    sql`insert into imports (file_name, file_sha256, file_bytes, stored_path, state, rows_read, accepted_rows, created_by)
        values ('seed.csv', 'none', 1, 'none', 'done', ${count}, ${count}, 'test')
        returning id, first_contact_id as "firstContactId"`,
  );
  if (!list) throw new Error('list not created');
  await test.db.execute(
    sql`with made as (
          insert into contacts (id, import_id, row_number, phone, line_type, name, zone_key, zone_source, place_key, variables, overrides)
          select ${list.firstContactId}::bigint + n + 1, ${list.id}, n + 1, ${base}::bigint + n, ${lineTypes[0] ?? 'unknown'}, 'Person ' || n,
            ${zoneKey}, 'column', ${placeKey}, '{}', ${overrides === null ? null : JSON.stringify(overrides)}::jsonb
          from generate_series(1, ${count}) n returning id
        )
        insert into contact_states (contact_id, state) select id, 'ready' from made`,
  );
  for (let place = 1; place <= morePhones; place++) {
    await test.db.execute(
      sql`insert into contact_phones (contact_id, place, phone, line_type, zone_key, place_key)
          select ${list.firstContactId}::bigint + n + 1, ${place}, ${base + place * count}::bigint + n, ${lineTypes[place] ?? 'unknown'},
            ${moreZoneKeys[place - 1] ?? zoneKey}, ${placeKey}
          from generate_series(1, ${count}) n`,
    );
  }
  // Only numbers that share a person have rows: the first number gives it its id.
  if (morePhones > 0) {
    await test.db.execute(
      sql`insert into person_phones (phone, person_id)
          select ${base}::bigint + place * ${count}::bigint + n, ${base}::bigint + n
          from generate_series(1, ${count}) n, generate_series(0, ${morePhones}) place`,
    );
  }
  return list.id;
}

/** Makes the first numbers of contacts, pair by pair, numbers of one person: that of the first. */
export async function joinPeople(test: TestDb, first: readonly number[], second: readonly number[]): Promise<void> {
  await test.adminDb.execute(
    sql`with pairs as (
          select a.phone as one, b.phone as other
          from unnest(${sql.param([...first])}::bigint[], ${sql.param([...second])}::bigint[]) as i(first, second)
            join contacts a on a.id = i.first join contacts b on b.id = i.second
        )
        insert into person_phones (phone, person_id) select one, one from pairs union select other, one from pairs
        on conflict (phone) do update set person_id = excluded.person_id`,
  );
}
