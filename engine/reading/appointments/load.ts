import type { Channel } from '../../../domain/channel.ts';
import { sayAppointment } from '../../../domain/reminders/say-appointment.ts';
import { localText, wallOf } from '../../../domain/wall-instants.ts';
import type { EngineDeps } from '../../deps.ts';
import { readNowMs } from '../../read-now.ts';
import { capacityOf, type Capacity } from './capacity.ts';
import { loadFacts, type LoadFacts } from './load-facts.ts';
import { programmesToRead } from './programmes-to-read.ts';
import { viewerZone } from './viewer-zone.ts';

/** One channel of one account: what the programmes send through it has to share its limits. */
export interface LoadLane extends Capacity {
  accountId: string;
  account: string;
  channel: Channel;
  planned: number;
  /** How long a call holds its slot, on average of so many; 0 = none yet, and 90 s are assumed. Null for texts. */
  meanCallSeconds: number | null;
  meanOfCalls: number;
}

export interface LoadHour {
  at: string;
  local: string;
  calls: number;
  texts: number;
  /** Of the fullest lane; null = nothing bounds any. */
  share: number | null;
  /** More than 80 % of a lane. */
  warning: string | null;
}

export interface ReminderLoad {
  at: string;
  zone: string;
  lanes: LoadLane[];
  /** 168, the first of which is the hour of now: what is overdue counts to it. */
  hours: LoadHour[];
}

const HOUR_MS = 3_600_000;
const HOURS = 7 * 24;
const WARN_FROM = 0.8;
const ASSUMED_CALL_SECONDS = 90;

/**
 * Messages that are planned in each hour of the next seven days, against what account, number and programme let through
 * in one. Campaigns over the same account, retries and fallbacks to come are not in it. `zone`: whose hours, UTC where
 * none is given. Throws EngineError `unknown_programme`, `programme_name_unclear`, `unknown_zone`.
 */
export async function reminderLoad(
  deps: Pick<EngineDeps, 'readDb' | 'zones'>,
  input: { programme?: string | undefined; zone?: string | undefined } = {},
): Promise<ReminderLoad> {
  const zone = viewerZone(deps.zones, input.zone) ?? 'UTC';
  const [programmes, nowMs] = await Promise.all([
    programmesToRead(deps.readDb, input.programme),
    readNowMs(deps.readDb),
  ]);
  // Zones of half hours have their full hours at other instants.
  const offsetMs = wallOf(deps.zones, zone, nowMs) - nowMs;
  const fromMs = Math.floor((nowMs + offsetMs) / HOUR_MS) * HOUR_MS - offsetMs;
  const facts = await loadFacts(deps, { programmeIds: programmes.map(({ id }) => id), fromMs, hours: HOURS });
  const lanes = lanesOf(facts);
  const plannedAt = new Map<number, LoadFacts['planned']>();
  for (const one of facts.planned) plannedAt.set(one.hour, [...(plannedAt.get(one.hour) ?? []), one]);
  const hours = Array.from({ length: HOURS }, (_, hour): LoadHour => {
    const atMs = fromMs + hour * HOUR_MS;
    const planned = plannedAt.get(hour) ?? [];
    const fullest = fullestOf(lanes, planned);
    const count = (channel: Channel): number =>
      planned.reduce((total, one) => total + (one.channel === channel ? one.planned : 0), 0);
    return {
      at: new Date(atMs).toISOString(),
      local: localText(deps.zones, zone, atMs),
      calls: count('call'),
      texts: count('sms'),
      share: fullest?.share ?? null,
      warning:
        fullest && fullest.share > WARN_FROM ? `${sayAppointment(deps.zones, zone, atMs)}: ${fullest.words}` : null,
    };
  });
  return { at: new Date(nowMs).toISOString(), zone, lanes, hours };
}

function lanesOf({ lanes, planned, paces, means }: LoadFacts): LoadLane[] {
  const byKey = new Map<string, LoadFacts['lanes']>();
  for (const lane of lanes) {
    const key = `${lane.accountId}|${lane.channel}`;
    byKey.set(key, [...(byKey.get(key) ?? []), lane]);
  }
  return [...byKey.values()].flatMap((ofProgrammes): LoadLane[] => {
    const [first] = ofProgrammes;
    if (!first) return [];
    const { accountId, accountName, channel, slots } = first;
    const mean = means.find((one) => one.accountId === accountId);
    const meanCallSeconds = Math.max(1, Math.round(mean?.meanSeconds ?? ASSUMED_CALL_SECONDS));
    const holding = paces.filter(
      (pace) => pace.accountId === accountId && (pace.channel === null || pace.channel === channel),
    );
    const numberIds = [...new Set(ofProgrammes.flatMap((lane) => lane.numberIds))];
    return [
      {
        accountId,
        account: accountName,
        channel,
        ...capacityOf({
          channel,
          accountPaces: holding.filter(({ numberId }) => numberId === null),
          numberPaces: numberIds.map((id) => holding.filter(({ numberId }) => numberId === id)),
          programmesPerSecond: ofProgrammes.map(({ perSecond }) => perSecond),
          slots,
          programmeSlots: ofProgrammes.map(({ programmeSlots }) => programmeSlots),
          meanCallSeconds,
        }),
        planned: planned.reduce(
          (total, one) => total + (one.accountId === accountId && one.channel === channel ? one.planned : 0),
          0,
        ),
        meanCallSeconds: channel === 'call' ? meanCallSeconds : null,
        meanOfCalls: channel === 'call' ? (mean?.calls ?? 0) : 0,
      },
    ];
  });
}

/** The lane that has least room for what is planned in one hour. */
function fullestOf(
  lanes: readonly LoadLane[],
  planned: LoadFacts['planned'],
): { share: number; words: string } | undefined {
  const shares = lanes.flatMap(({ accountId, account, channel, perHour }) => {
    if (perHour === null) return [];
    const count = planned.find((one) => one.accountId === accountId && one.channel === channel)?.planned ?? 0;
    const share = perHour === 0 ? (count === 0 ? 0 : Infinity) : count / perHour;
    const what = channel === 'call' ? 'calls' : 'texts';
    const percent = Number.isFinite(share) ? ` (${Math.round(share * 100)} %)` : '';
    return [
      {
        share: Math.min(share, 1_000),
        words: `${count} ${what} are planned over ${account}, which lets ${perHour} through in an hour${percent}`,
      },
    ];
  });
  return shares.toSorted((a, b) => b.share - a.share)[0];
}
