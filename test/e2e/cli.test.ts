import { sql } from 'drizzle-orm';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../db/rows.ts';
import { ALWAYS } from '../support/seed.ts';
import { openCliWorld, outcomeOf, type CliWorld, type Document } from './cli-world.ts';

let world: CliWorld;
let hours: string;
let added: Document;
beforeAll(async () => {
  world = await openCliWorld();
  hours = await world.file('hours.json', JSON.stringify(ALWAYS));
  const key = await world.file('key.txt', await world.providerKey());
  const prices = ['--call-price', '0.10', '--sms-price', '0.01', '--pace', '200/s calls', '--pace', '200/s sms'];
  const where = ['--base-url', `${world.trial.simulatorUrl}/agentnumber/api/v0`, '--api-key-file', key];
  const kind = ['--provider', 'agentnumber', '--mode', 'SIMULATED', '--max-calls', '100'];
  added = await world.json(['accounts', 'add', '--name', 'main', ...kind, ...prices, ...where]);
  await world.json(['credits', 'top-up', 'main', '100.00', '--note', 'first']);
});
afterAll(() => world.close());

async function phoneOfMain(): Promise<string> {
  const { items } = await world.json(['numbers', 'list', '--account', 'main']);
  return Array.isArray(items) ? String(items[0].phone) : '';
}

/** A campaign of calls at every hour, made by flags. */
async function makeCampaign(name: string, more: readonly string[] = []): Promise<string> {
  const step = ['--step', 'call', '--account', 'main', '--number', await phoneOfMain()];
  const rules = ['--purpose', 'emergency', '--hours', hours, '--concurrency', '50'];
  const { campaignId } = await world.json(['campaign', 'create', '--name', name, ...step, ...rules, ...more]);
  return String(campaignId);
}

it('an account that is added is tried out: key, balance, numbers, callbacks', () => {
  expect(added).toMatchObject({ ok: true, callbacks: 'polling', numbers: 1, providerBalanceMicros: 100_000_000 });
});

describe('a campaign from a list to its ledger, by the command line alone', () => {
  it('is imported, launched, watched to its end, exported and audited', async () => {
    const campaign = await makeCampaign('June recall', ['--budget', '50', '--wait', 'busy=1m']);
    const people = Array.from({ length: 12 }, (_, i) => `212555${String(1_000 + i)},Person ${i}`);
    const list = ['Mobile,name', ...people, 'not a phone,Nobody', '2125551000,Twice'].join('\n');
    const how = ['--map', 'phone=Mobile', '--country', 'US', '--campaign', campaign];
    const outcome = await world.outdial(['import', '-', ...how, '--json'], { stdin: list });
    expect(outcome.code).toBe(2);
    const imported = JSON.parse(outcome.out);
    expect(imported).toMatchObject({
      import: {
        state: 'done',
        campaignId: campaign,
        rowsRead: 14,
        acceptedRows: 12,
        rejectedRows: 1,
        duplicateRows: 1,
      },
    });
    const importId = String(imported.import.id);

    expect(await world.json(['campaign', 'estimate', campaign])).toMatchObject({ contacts: 12 });
    const watched = await world.outdial(['campaign', 'launch', campaign, '--watch', '--json']);
    expect(watched.code).toBe(0);
    expect(JSON.parse(watched.out)).toMatchObject({
      state: 'completed',
      contacts: { total: 12, done: 12, byState: { reached: 12 } },
      outcomes: { answered: 12 },
    });
    const again = await world.outdial(['campaign', 'launch', campaign]);
    expect([again.code, again.out]).toEqual([1, '']);
    expect(again.err).toContain('Error: ');

    const csv = await world.outdial(['campaign', 'export', campaign]);
    expect(csv.out.trim().split('\n')).toHaveLength(13);
    const rejects = join(world.folder, 'rejects.csv');
    await world.json(['imports', 'rejects', importId, '--out', rejects]);
    expect(await readFile(rejects, 'utf8')).toContain('not a phone');

    const why = await world.outdial(['why', '+12125551003']);
    expect(why.out).toMatch(/^\+12125551003, contact \d+, campaign /);
    // A granted time that a busy machine missed is given back and granted again; what was dialled counts.
    const attempts = await world.json(['attempts', 'list', '--campaign', campaign, '--state', 'DISPOSED']);
    expect(attempts['items']).toHaveLength(12);
    const entries = await world.json(['credits', 'entries', '--campaign', campaign, '--kind', 'settle']);
    expect(entries['items']).toHaveLength(12);
    const audit = await world.outdial(['doctor', '--ledger', '--json']);
    expect([audit.code, JSON.parse(audit.out)]).toMatchObject([0, { ok: true, problems: 0 }]);
  });

  it('pauses, resumes, takes other settings and is cancelled; a suppressed person is not dialled', async () => {
    const campaign = await makeCampaign('July recall', ['--pace', '0.5']);
    const list = ['phone,name', '+12125552001,A', '+12125552002,B', '+12125552003,C', '+12125552004,D'].join('\n');
    expect(await world.json(['suppress', 'add', '+1 212 555 2001'.replaceAll(' ', '')])).toMatchObject({
      already: false,
    });
    await world.json(['import', '-', '--campaign', campaign], { stdin: list });
    await world.json(['campaign', 'launch', campaign]);
    expect(await world.json(['campaign', 'pause', campaign, '--reason', 'lunch'])).toMatchObject({ state: 'paused' });
    const shown = await world.outdial(['campaign', 'progress', campaign]);
    expect(shown.out).toContain('lunch');
    await world.json(['campaign', 'settings', campaign, '--pace', '0.2']);
    expect(await world.json(['campaign', 'settings', campaign])).toMatchObject({ pacePerSecond: 0.2 });
    expect(await world.json(['campaign', 'resume', campaign])).toMatchObject({ state: 'running' });
    expect(await world.json(['campaign', 'cancel', campaign])).toMatchObject({ state: 'cancelled' });
    const { items } = await world.json(['contacts', 'list', '--campaign', campaign, '--state', 'suppressed']);
    expect(items).toHaveLength(1);
    expect(await world.outdial(['campaign', 'watch', campaign])).toMatchObject({ code: 1 });
  });
});

describe('a draft of a list, by the command line alone', () => {
  it('is checked, repaired, corrected, committed into a campaign, and taken back', async () => {
    const campaign = await makeCampaign('August recall');
    const rows = ['+12125554001,Ann', '491701234567,Ben', 'no phone,Cem', '+12125554001,Dan'];
    const list = ['Mobile,name', ...rows].join('\n');
    const how = ['--map', 'phone=Mobile', '--country', 'US'];
    // The same groups without a server.
    const local = await world.json(['check', '-', ...how], { stdin: list, codes: [3] });
    const draft = await world.json(['import', '-', ...how, '--check'], { stdin: list, codes: [2] });
    expect(draft).toMatchObject({
      import: { state: 'checked', rowsRead: 4, acceptedRows: 1, rejectedRows: 2, duplicateRows: 1 },
      totals: { ready: 1, fixable: 1 },
    });
    expect(draft['problems']).toEqual(local['problems']);
    const id = idOf(draft['import']);

    const fixed = await world.json(['imports', 'fix', id, '--fix', 'lost-plus=accept'], { codes: [2] });
    expect(fixed).toMatchObject({ import: { acceptedRows: 2, rejectedRows: 1 } });
    const rejects = await world.outdial(['rejects', id]);
    const corrected = await world.file(`rejects-${id}.csv`, rejects.out.replace('no phone', '+12125554002'));
    const merged = await world.json(['import', corrected]);
    expect(merged).toMatchObject({ merged: { merged: 1, refused: 0 }, import: { acceptedRows: 3, rejectedRows: 0 } });

    const done = await world.json(['imports', 'commit', id, '--campaign', campaign, '--all-or-nothing']);
    expect(done).toMatchObject({ import: { state: 'done', campaignId: campaign, committedRows: 3 } });
    expect((await world.json(['contacts', 'list', '--campaign', campaign]))['items']).toHaveLength(3);
    const undone = await world.json(['import', 'undo', id, '--reason', 'wrong list']);
    expect(undone).toMatchObject({ import: { state: 'undone', undoneRows: 3 } });
    expect((await world.json(['contacts', 'list', '--campaign', campaign]))['items']).toHaveLength(0);
  });
});

describe('watching', () => {
  it('is left with Ctrl-C, and the campaign goes on', async () => {
    const campaign = await makeCampaign('Slow', ['--pace', '0.2']);
    const list = ['phone', '+12125553001', '+12125553002', '+12125553003'].join('\n');
    await world.json(['import', '-', '--campaign', campaign], { stdin: list });
    await world.json(['campaign', 'launch', campaign]);
    const watching = world.begin(['campaign', 'watch', campaign]);
    // The launcher hands Ctrl-C on by being in the terminal's own group; here the command itself gets it.
    const ended = outcomeOf(watching);
    await new Promise<void>((resolve) => watching.stderr?.once('data', () => resolve()));
    for (const pid of await childrenOf(watching.pid ?? 0)) process.kill(pid, 'SIGINT');
    const { code, out } = await ended;
    expect(out).toContain('Detached: the campaign goes on.');
    expect(code).toBe(0);
    expect(await world.json(['campaign', 'show', campaign])).toMatchObject({ state: 'running' });
    await world.json(['campaign', 'cancel', campaign]);
  });
});

describe('keys', () => {
  it('work until they are revoked, and no further than their scopes', async () => {
    const made = await world.json(['keys', 'create', '--name', 'reader', '--scope', 'read', '--expires-in', '7']);
    const env = { OUTDIAL_API_KEY: String(made['key']) };
    expect((await world.outdial(['accounts', 'list'], { env })).code).toBe(0);
    const beyond = await world.outdial(['accounts', 'stop', 'main', '--json'], { env });
    expect(beyond.code).toBe(1);
    expect(JSON.parse(beyond.out)).toMatchObject({ error: { code: 'scope_missing', needed: 'accounts:write' } });
    await world.json(['keys', 'revoke', String(made['keyId'])]);
    const revoked = await world.outdial(['accounts', 'list'], { env });
    expect(revoked.code).toBe(1);
    expect(revoked.err).toContain('The API key was revoked.');
  });
});

describe('idempotency', () => {
  it('lets a create be repeated under its key without a second one', async () => {
    const words = ['credits', 'top-up', 'main', '1.00', '--idempotency-key', 'once-1'];
    const first = await world.json(words);
    expect(await world.json(words)).toEqual(first);
    const { items } = await world.json(['credits', 'entries', '--kind', 'topup']);
    const ones = Array.isArray(items) ? items.filter((entry) => entry.amountMicros === 1_000_000) : [];
    expect(ones).toHaveLength(1);
  });
});

describe('doctor', () => {
  it('finds every part well, and names an account that somebody stopped', async () => {
    const well = await world.outdial(['doctor', '--json']);
    const findings: { part: string; level: string }[] = JSON.parse(well.out).findings;
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([]);
    expect(well.code).toBe(0);
    const parts = findings.map(({ part }) => part);
    for (const part of [
      'node',
      'postgres',
      'redis',
      'temporal',
      'api',
      'workers',
      'accounts',
      'inbox',
      'runs',
      'zones',
    ]) {
      expect(parts).toContain(part);
    }
    await world.json(['accounts', 'stop', 'main', '--reason', 'audit']);
    // On a busy machine a server may be late with its answer, and doctor says so instead.
    await expect
      .poll(
        async () => {
          const { code, out } = await world.outdial(['doctor']);
          return code === 2 && out.includes('"main" is stopped: audit') ? 'stopped' : out;
        },
        { timeout: 60_000 },
      )
      .toBe('stopped');
    await world.json(['accounts', 'start', 'main']);
  });

  it('says what does not answer, and looks at the rest all the same', async () => {
    const env = {
      REDIS_URL: 'redis://127.0.0.1:9',
      TEMPORAL_ADDRESS: '127.0.0.1:9',
      OUTDIAL_API_URL: 'http://127.0.0.1:9',
    };
    const { code, out } = await world.outdial(['doctor'], { env });
    expect(code).toBe(1);
    expect(out).toMatch(/PROBLEM +redis +cannot be reached: .*ECONNREFUSED/);
    expect(out).toMatch(/PROBLEM +temporal +127\.0\.0\.1:9 cannot be reached/);
    expect(out).toMatch(/PROBLEM +api +http:\/\/127\.0\.0\.1:9 does not answer/);
    expect(out).toMatch(/ok +workers +1 alive/);
    const wrongDatabase = await world.outdial(['doctor'], { env: { DATABASE_URL: 'postgres://x:y@127.0.0.1:9/none' } });
    expect(wrongDatabase.out).toMatch(/PROBLEM +postgres +cannot be reached: .*ECONNREFUSED/);
    const senseless = await world.outdial(['doctor'], { env: { DATABASE_URL: 'mysql://x' } });
    expect(senseless.out).toMatch(/PROBLEM +environment +DATABASE_URL is not an address/);
  });

  it('--ledger ends with 1 and the ids that offend', async () => {
    const { adminDb } = world.trial.test;
    const [purse] = await rows<{ id: number }>(
      adminDb,
      sql`select id from credit_accounts where kind = 'available' and account_id is not null`,
    );
    await adminDb.execute(sql`update credit_accounts set balance_micros = balance_micros + 1 where id = ${purse?.id}`);
    const { code, out } = await world.outdial(['doctor', '--ledger', '--json']);
    await adminDb.execute(sql`update credit_accounts set balance_micros = balance_micros - 1 where id = ${purse?.id}`);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      findings: expect.arrayContaining([
        expect.objectContaining({ part: 'balance_is_sum_of_lines', level: 'problem', ids: [String(purse?.id)] }),
      ]),
    });
    expect((await world.outdial(['doctor', '--ledger'])).code).toBe(0);
  });
});

/** Processes whose parent this is (Linux and macOS both have ps). */
async function childrenOf(pid: number): Promise<number[]> {
  const listing = await new Promise<string>((resolve, reject) =>
    execFile('ps', ['-eo', 'pid=,ppid='], (error, stdout) => (error ? reject(error) : resolve(stdout))),
  );
  return listing
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child = 0, parent]) => (parent === pid ? [child] : []));
}

function idOf(list: unknown): string {
  if (typeof list === 'object' && list !== null && 'id' in list) return String(list.id);
  throw new Error(`no import: ${JSON.stringify(list)}`);
}
