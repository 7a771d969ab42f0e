import { sql, type SQL } from 'drizzle-orm';
import type { Queryable } from '../../../db/client.ts';
import { rows } from '../../../db/rows.ts';
import type { CampaignSettings } from '../../../domain/campaign-settings.ts';
import { worstCaseMicros, type Prices } from '../../../domain/money.ts';
import type { ProgrammeSettings } from '../../../domain/reminders/programme.ts';
import { isUuid } from '../../../domain/uuid.ts';
import type { EngineDeps } from '../../deps.ts';
import type { RunState } from '../../dialing/run-context.ts';
import { EngineError } from '../../error.ts';
import { planVersion } from '../../planning/adopt-rules.ts';

/** A programme with all that planning its appointments needs. */
export interface Programme {
  programmeId: string;
  name: string;
  version: number;
  settings: ProgrammeSettings;
  campaignId: string;
  runId: string;
  runState: RunState;
  /** The version under which this process may plan: not the run's own while the process has rules that were replaced. */
  policyVersion: number;
  archived: boolean;
  /** Outdial's clock as this was read. */
  nowMs: number;
  /** The hidden campaign: every action by its slot. */
  campaign: CampaignSettings;
  /** By slot. */
  providerQueueSeconds: number[];
  /** What one dial of a slot can cost at most. */
  costMicros: number[];
}

interface Found extends Omit<Programme, 'providerQueueSeconds' | 'costMicros'> {
  accounts: (Prices & { queueSeconds: number })[];
}

/** Finds a programme by its id or, where only one has it, its name. Throws EngineError `unknown_programme`, `programme_name_unclear`. */
export async function findProgramme(
  db: Pick<Queryable, 'execute'>,
  deps: Pick<EngineDeps, 'law' | 'zones'>,
  idOrName: string,
): Promise<Programme> {
  return onlyProgramme(await readProgrammes(db, deps, programmeNamed(idOrName)), idOrName);
}

/** The condition on `p` (programmes) that an id or a name is. */
export const programmeNamed = (idOrName: string): SQL =>
  isUuid(idOrName) ? sql`p.id = ${idOrName}` : sql`p.name = ${idOrName}`;

/** The one that was found by an id or a name. Throws EngineError `unknown_programme`, `programme_name_unclear`. */
export function onlyProgramme<Found>([programme, another]: readonly Found[], idOrName: string): Found {
  if (another !== undefined) {
    throw new EngineError('conflict', 'programme_name_unclear', `Several programmes are called "${idOrName}".`, {
      repair: 'Name it by its id.',
    });
  }
  if (programme === undefined) {
    throw new EngineError('not_found', 'unknown_programme', `There is no programme "${idOrName}".`, {
      repair: 'List the programmes to find its id or name.',
    });
  }
  return programme;
}

/** Programmes by a condition on `p` (programmes) and `r` (runs). */
export async function readProgrammes(
  db: Pick<Queryable, 'execute'>,
  deps: Pick<EngineDeps, 'law' | 'zones'>,
  which: SQL,
): Promise<Programme[]> {
  const found = await rows<Found>(
    db,
    sql`select p.id as "programmeId", p.name, p.version, p.settings, p.campaign_id as "campaignId", p.run_id as "runId",
          r.state as "runState", ${planVersion(deps)} as "policyVersion", p.archived_at is not null as archived, to_ms(outdial_now()) as "nowMs", c.settings as campaign,
          array(select jsonb_build_object('queueSeconds', a.provider_queue_seconds, 'callMicrosPerMinute', a.call_micros_per_minute,
              'smsMicros', a.sms_micros)
            from jsonb_array_elements(c.settings -> 'steps') with ordinality as s(step, place)
              left join provider_accounts a on a.id = (s.step ->> 'accountId')::uuid order by s.place) as accounts
        from programmes p join runs r on r.id = p.run_id join campaigns c on c.id = p.campaign_id
        where ${which} order by p.id limit 1000`,
  );
  return found.map(({ accounts, ...programme }) => ({
    ...programme,
    providerQueueSeconds: accounts.map(({ queueSeconds }) => queueSeconds),
    costMicros: programme.campaign.steps.map(({ channel }, slot) => {
      const prices = accounts[slot];
      return prices ? worstCaseMicros(channel, prices, programme.campaign.maxCallMinutes) : 0;
    }),
  }));
}
