import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { AppointmentChangeView } from '../../engine/reminders/booking/view-change.ts';
import type { Trial } from '../support/trial.ts';

/** What the law allows between the answer of a change and the last request of the old plan that begins. */
export const MAY_STILL_BEGIN_MS = 1_000;
/** The judge stamps the arrival of the head: from the deadline's check to there is a write, on a machine at its limit. */
export const ON_THE_WIRE_MS = 250;

/** What a text of the trials says: who is told what of which start. */
export const TEXT = (key: string): string => `{{ external_id }} ${key} {{ start }}`;

/** A text as it came to the provider. */
export interface Arrived {
  externalId: string;
  key: string;
  startMs: number;
  attemptId: string;
  /** When its head had come. */
  atMs: number;
}

/** What an appointment was from the answer of a change on. */
export interface Stand {
  startMs: number;
  cancelled: boolean;
  /** Steps that do not go out any more. */
  stopped: readonly string[];
  askedAtMs: number;
  answeredAtMs: number;
  /** Attempts that the answer said were on their way. */
  inFlight: readonly string[];
}

export type Histories = Map<string, Stand[]>;

export interface JudgedStep {
  key: string;
  beforeMs: number;
}

/** Notes a change as its asker saw it. */
export function note(
  histories: Histories,
  view: Pick<AppointmentChangeView, 'externalId' | 'state' | 'startsAt' | 'inFlight'>,
  { askedAtMs, stoppedByYes }: { askedAtMs: number; stoppedByYes: readonly string[] },
): void {
  const stand: Stand = {
    startMs: Date.parse(view.startsAt),
    cancelled: view.state === 'cancelled',
    stopped: view.state === 'confirmed' ? stoppedByYes : [],
    askedAtMs,
    answeredAtMs: Date.now(),
    inFlight: view.inFlight.map(({ attemptId }) => attemptId),
  };
  histories.set(view.externalId, [...(histories.get(view.externalId) ?? []), stand]);
}

/** Every text by the simulator's own books: what it says from its list of messages, when it came from its judge. */
export async function arrivedTexts(trial: Trial, accountId: string): Promise<Arrived[]> {
  const bodies = await bodiesAt(trial, accountId);
  const arrived: Arrived[] = [];
  for await (const { attemptId, receivedAtMs } of trial.judge.dials()) {
    const [externalId, key, start] = bodies.get(attemptId ?? '')?.split(' ') ?? [];
    if (attemptId === null || externalId === undefined || key === undefined || start === undefined) continue;
    arrived.push({ externalId, key, startMs: Date.parse(start), attemptId, atMs: receivedAtMs });
  }
  return arrived;
}

interface MessagePage {
  data: { body: string; direction: string; metadata: { attempt_id?: string } }[];
  has_more?: boolean;
}

async function bodiesAt(trial: Trial, accountId: string): Promise<Map<string, string>> {
  const account = await firstRow<{ sealed: string; url: string }>(
    trial.test.db,
    sql`select api_key_sealed as sealed, base_url as url from provider_accounts where id = ${accountId}`,
  );
  if (!account) throw new Error('no account');
  const headers = { authorization: `Bearer ${trial.deps.secrets.open(account.sealed)}` };
  const bodies = new Map<string, string>();
  for (let offset = 0; ; offset += 100) {
    const response = await fetch(`${account.url}/sms?limit=100&offset=${offset}`, { headers });
    const page: MessagePage = JSON.parse(await response.text());
    for (const { body, metadata } of page.data) if (metadata.attempt_id) bodies.set(metadata.attempt_id, body);
    if (page.data.length < 100) return bodies;
  }
}

export interface Offence extends Arrived {
  offence: 'early' | 'late' | 'old_plan' | 'not_named' | 'twice';
  byMs: number;
}

/** Texts that must not have gone out: before their time, at or behind the end, of an old plan, or a second time. */
export function offencesOf(
  arrived: readonly Arrived[],
  histories: Histories,
  rules: { steps: readonly JudgedStep[]; endMs: number },
): Offence[] {
  const told = new Set<string>();
  return arrived.flatMap((text): Offence[] => {
    const found: Offence[] = [];
    const say = (offence: Offence['offence'], byMs: number): void => void found.push({ ...text, offence, byMs });
    const { externalId, key, startMs, atMs } = text;
    const dueMs = startMs - (rules.steps.find((step) => step.key === key)?.beforeMs ?? 0);
    if (atMs < dueMs) say('early', dueMs - atMs);
    if (atMs >= startMs - rules.endMs) say('late', atMs - startMs + rules.endMs);
    const sameTold = `${externalId} ${key} ${startMs}`;
    if (told.has(sameTold)) say('twice', 0);
    told.add(sameTold);
    const overdue = sinceForbidden(text, histories.get(externalId) ?? []);
    if (overdue.byMs >= MAY_STILL_BEGIN_MS + ON_THE_WIRE_MS) say('old_plan', overdue.byMs);
    else if (overdue.byMs > 0 && !overdue.named) say('not_named', overdue.byMs);
    return found;
  });
}

/** How long the text had been forbidden when it came, and whether the answer that forbade it had named it. */
function sinceForbidden(text: Arrived, stands: readonly Stand[]): { byMs: number; named: boolean } {
  let nearest = { byMs: Infinity, named: false };
  for (const [index, stand] of stands.entries()) {
    const says = !stand.cancelled && stand.startMs === text.startMs && !stand.stopped.includes(text.key);
    if (!says || text.atMs < stand.askedAtMs) continue;
    // The next one that says otherwise: until its answer this one holds.
    const next = stands[index + 1];
    const byMs = Math.max(text.atMs - (next?.answeredAtMs ?? Infinity), 0);
    if (byMs < nearest.byMs) nearest = { byMs, named: next?.inFlight.includes(text.attemptId) ?? false };
  }
  return nearest;
}
