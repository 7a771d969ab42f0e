import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../../db/rows.ts';
import type { Purpose } from '../../../domain/purpose.ts';
import type { ProgrammeSettings } from '../../../domain/reminders/programme.ts';
import { sayStep } from '../../../domain/reminders/step-key.ts';
import type { EngineDeps } from '../../deps.ts';
import { BLOCKED_REASON } from '../../reading/blocked-reason.ts';
import { iso } from '../../reading/iso.ts';
import { fetchLimit, toPage, type Page, type PageInput } from '../../reading/page.ts';
import { allOf, when } from '../../reading/where.ts';
import { findProgramme } from './find-programme.ts';
import { requiredOfProgramme } from './check-programme.ts';

export interface ProgrammeView {
  id: string;
  name: string;
  runId: string;
  campaignId: string;
  state: 'running' | 'paused';
  /** No appointments are taken any more since. */
  archivedAt: string | null;
  version: number;
  purpose: Purpose;
  /** In their short form, such as `24h:sms>failed:call`. */
  steps: string[];
  /** Appointments to come that are not cancelled. */
  upcoming: number;
  /** When the next message is due. */
  nextDueAt: string | null;
  pausedReason: string | null;
  pausedBy: string | null;
  pausedAt: string | null;
  blockedReason: string | null;
  createdBy: string;
  createdAt: string;
}

export interface ProgrammeDetail extends ProgrammeView {
  settings: ProgrammeSettings;
  /** What every appointment must bring along, by the texts. */
  requiredVariables: string[];
}

export interface ProgrammeVersion {
  version: number;
  settings: ProgrammeSettings;
  createdBy: string;
  createdAt: string;
}

interface Row extends Omit<ProgrammeView, 'steps' | 'purpose'> {
  settings: ProgrammeSettings;
}

const COLUMNS = sql`
  p.id, p.name, p.run_id as "runId", p.campaign_id as "campaignId", r.state, ${iso(sql`p.archived_at`)} as "archivedAt",
  p.version, p.settings,
  (select count(*)::int from appointments a
    where a.programme_id = p.id and a.starts_at > (select outdial_now()) and a.state <> 'cancelled') as upcoming,
  (select ${iso(sql`min(d.due_at)`)} from due d where d.run_id = r.id) as "nextDueAt",
  r.paused_reason as "pausedReason", r.paused_by as "pausedBy", ${iso(sql`r.paused_at`)} as "pausedAt",
  ${BLOCKED_REASON} as "blockedReason", p.created_by as "createdBy", ${iso(sql`p.created_at`)} as "createdAt"`;

const viewOf = ({ settings, ...row }: Row): ProgrammeView => ({
  ...row,
  purpose: settings.purpose,
  steps: settings.steps.map(sayStep),
});

/** Programmes, newest first. */
export async function listProgrammes(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: {
    name?: string | undefined;
    /** True = archived ones too. */
    archived?: boolean | undefined;
  } & PageInput = {},
): Promise<Page<ProgrammeView>> {
  const where = allOf(
    when(filter.name, (name) => sql`p.name = ${name}`),
    when(filter.cursor, (cursor) => sql`p.id < ${cursor}`),
    filter.archived ? undefined : sql`p.archived_at is null`,
  );
  const found = await rows<Row>(
    deps.readDb,
    sql`select ${COLUMNS} from programmes p join runs r on r.id = p.run_id join campaigns c on c.id = p.campaign_id
        where ${where} order by p.id desc limit ${fetchLimit(filter)}`,
  );
  return toPage(found.map(viewOf), filter, ({ id }) => id);
}

/** One programme, by id or name, with its settings. Throws EngineError `unknown_programme`. */
export async function getProgramme(
  deps: Pick<EngineDeps, 'readDb' | 'law' | 'zones'>,
  input: { programmeId: string },
): Promise<ProgrammeDetail> {
  const { programmeId } = await findProgramme(deps.readDb, deps, input.programmeId);
  const found = await firstRow<Row>(
    deps.readDb,
    sql`select ${COLUMNS} from programmes p join runs r on r.id = p.run_id join campaigns c on c.id = p.campaign_id where p.id = ${programmeId}`,
  );
  if (!found) throw new Error(`programme ${programmeId} is gone`);
  return { ...viewOf(found), settings: found.settings, requiredVariables: requiredOfProgramme(found.settings) };
}

/** Every version of a programme, newest first; pages go on behind a version. Throws EngineError `unknown_programme`. */
export async function listProgrammeVersions(
  deps: Pick<EngineDeps, 'readDb' | 'law' | 'zones'>,
  input: { programmeId: string } & PageInput,
): Promise<Page<ProgrammeVersion>> {
  const { programmeId } = await findProgramme(deps.readDb, deps, input.programmeId);
  const before = when(input.cursor, (cursor) => sql`version < ${Number(cursor)}`);
  const found = await rows<ProgrammeVersion>(
    deps.readDb,
    sql`select version, settings, created_by as "createdBy", ${iso(sql`created_at`)} as "createdAt"
        from programme_versions where ${allOf(sql`programme_id = ${programmeId}`, before)}
        order by version desc limit ${fetchLimit(input)}`,
  );
  return toPage(found, input, ({ version }) => version);
}
