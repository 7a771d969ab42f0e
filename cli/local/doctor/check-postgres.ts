import pg from 'pg';
import { pendingMigrations } from '../../../db/pending-migrations.ts';
import { ok, problem, reasonOf, warning, type Finding } from './finding.ts';

const PART = 'postgres';
/** Ids are made by uuidv7(), which 18 brought. */
const NEEDED_VERSION = 180_000;
const MAX_SKEW_MS = 1_000;
const CONNECT_MS = 3_000;
const MIGRATE = 'Run "outdial up", or "npm run db:migrate" with DATABASE_URL set.';

/** Version, migrations, roles and clock of the database. `usable` = the ledger can be looked at. */
export async function checkPostgres(url: string): Promise<{ findings: Finding[]; usable: boolean }> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'outdial-doctor',
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const version = await checkVersion(client);
    const skew = await checkSkew(client);
    const pending = await pendingMigrations(url);
    if (pending > 0) {
      const missing = problem(PART, `${pending} migrations are missing`, MIGRATE);
      return { findings: [version, skew, missing], usable: false };
    }
    const roles = await checkRoles(client);
    const usable = roles.level !== 'problem';
    return { findings: [version, skew, ok(PART, 'migrations are up to date'), roles], usable };
  } catch (error) {
    const repair = 'Start it, or correct DATABASE_URL; "outdial up" brings its own where that is not set.';
    return { findings: [problem(PART, `cannot be reached: ${reasonOf(error)}`, repair)], usable: false };
  } finally {
    await client.end().catch(() => {});
  }
}

async function checkVersion(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ name: string; number: string }>(
    `select current_setting('server_version') as name, current_setting('server_version_num') as number`,
  );
  const { name = 'unknown', number = '0' } = rows[0] ?? {};
  return Number(number) >= NEEDED_VERSION
    ? ok(PART, `Postgres ${name}`)
    : problem(PART, `Postgres ${name} is too old`, 'Move to Postgres 18 or newer.');
}

/** The real clocks: an offset of a test database is no skew. */
async function checkSkew(client: pg.Client): Promise<Finding> {
  const beforeMs = Date.now();
  const { rows } = await client.query<{ ms: string }>(
    `select (extract(epoch from clock_timestamp()) * 1000)::bigint::text as ms`,
  );
  const skewMs = Math.round(Number(rows[0]?.ms ?? 0) - (beforeMs + Date.now()) / 2);
  return Math.abs(skewMs) <= MAX_SKEW_MS
    ? ok(PART, `its clock and ours agree within ${Math.abs(skewMs)} ms`)
    : problem(
        PART,
        `its clock differs from ours by ${skewMs} ms`,
        'Keep both machines in time (NTP): beyond 1 s a worker does not dial.',
      );
}

async function checkRoles(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ role: string; exists: boolean; member: boolean }>(
    `select wanted.role, r.oid is not null as exists,
       coalesce(pg_has_role(current_user, r.oid, 'SET'), false) as member
     from unnest(array['outdial_app', 'outdial_read']) as wanted (role)
     left join pg_roles r on r.rolname = wanted.role`,
  );
  const missing = rows.filter(({ exists }) => !exists).map(({ role }) => role);
  if (missing.length > 0) return problem(PART, `roles are missing: ${missing.join(', ')}`, MIGRATE);
  const closed = rows.filter(({ member }) => !member).map(({ role }) => role);
  if (closed.length > 0) {
    const repair = `As a superuser: GRANT ${closed.join(', ')} TO the user of DATABASE_URL.`;
    return problem(PART, `the user of DATABASE_URL may not act as ${closed.join(', ')}`, repair);
  }
  return ok(PART, 'roles are there');
}

/** What the installation says of itself: a test database, a global stop. */
export async function checkInstallation(url: string): Promise<Finding[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{
      test: boolean;
      offset: string;
      by: string | null;
      reason: string | null;
      stopped: boolean;
    }>(
      `select is_test as test, clock_offset_ms::text as offset, stopped_by as by, stopped_reason as reason,
         stopped_at is not null as stopped
       from installation`,
    );
    const [row] = rows;
    if (row === undefined) return [problem('installation', 'its row is missing', MIGRATE)];
    return [
      ...(row.stopped
        ? [
            warning(
              'installation',
              `everything is stopped${row.by === null ? '' : ` by ${row.by}`}: ${row.reason ?? 'no reason given'}`,
              'When that is over: outdial start-all',
            ),
          ]
        : []),
      ...(row.test ? [ok('installation', `a test database, its clock moved by ${Number(row.offset) / 1_000} s`)] : []),
    ];
  } finally {
    await client.end().catch(() => {});
  }
}
