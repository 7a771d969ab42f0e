import { firstRow } from '../../db/rows.ts';
import { sql } from 'drizzle-orm';
import type { ContactState } from '../../domain/contact-state.ts';
import type { MessageThen } from '../../domain/explain/message-then.ts';
import type { RuleLook, RuleName } from '../../domain/explain/rule-look.ts';
import { sayMessage } from '../../domain/explain/say-message.ts';
import type { Verdict } from '../../domain/explain/whole.ts';
import type { ZoneTable } from '../../domain/zone-table.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { unknownContact } from './contact-history.ts';
import { explainMany, type Explained } from './explain/explain-many.ts';

export type RuleView = Omit<RuleLook, 'nextChangeAtMs'> & { nextChangeAt: string | null };

/** Why this contact was called, was not, or waits (L11). `code` is stable. */
export interface Explanation {
  contactId: number;
  campaignId: string | null;
  /** Its name; of a hidden campaign that of its programme. */
  campaign: string | null;
  /** Null = it is no message of appointments. */
  reminder: ReminderOfContact | null;
  phone: string;
  at: string;
  verdict: Verdict;
  /** As they are today. */
  state: ContactState;
  reason: string | null;
  code: string;
  message: string;
  /** When something can change by itself; null = only a person or an event changes it. */
  nextAt: string | null;
  decidingRule: RuleName | null;
  /** In the order of the gate. */
  rules: RuleView[];
  /** The attempt that was judged at that very moment; its judgement is the answer. */
  attempt?: { id: string; at: string; refusal: string | null };
}

/** What a contact says of appointments, where it is one of their messages. */
export interface ReminderOfContact {
  programmeId: string;
  programme: string;
  step: string;
  /** `24h-sms of "Dental" for A-17, Tue 9 Dec 09:30 in Chicago`. */
  says: string;
  /** The start that it tells of, which may have been moved since. */
  appointments: { externalId: string; startsAt: string; zone: string }[];
  /** Nothing of it leaves from then on. */
  cutOffAt: string | null;
}

type ExplainDeps = Pick<EngineDeps, 'readDb' | 'zones' | 'law'>;

/**
 * Explains a contact from stored facts, now or at a past instant (`atMs`). Throws EngineError `unknown_contact`, and
 * `in_the_future` for an instant that has not been.
 */
export async function explainContact(
  deps: ExplainDeps,
  input: { contactId: number; atMs?: number | undefined },
): Promise<Explanation> {
  const atMs = input.atMs ?? null;
  await refuseFuture(deps, atMs);
  const [explained] = await explainMany(deps, [{ contactId: input.contactId, atMs }]);
  if (!explained) throw unknownContact(input.contactId);
  return toExplanation(explained);
}

export async function refuseFuture(deps: Pick<EngineDeps, 'readDb'>, atMs: number | null): Promise<void> {
  if (atMs === null) return;
  const clock = await firstRow<{ nowMs: number }>(deps.readDb, sql`select to_ms(outdial_now()) as "nowMs"`);
  if (atMs <= (clock?.nowMs ?? 0)) return;
  throw new EngineError('invalid', 'in_the_future', 'That moment has not been yet: only what was can be explained.', {
    repair: 'A dry run of the campaign says what would come: POST /v1/campaigns/ID/dry-run.',
  });
}

export function toExplanation({ contact, facts, judgement, whole }: Explained): Explanation {
  const { judged } = contact;
  return {
    contactId: contact.contactId,
    campaignId: contact.campaignId,
    campaign: contact.campaign,
    reminder: facts.message && toReminder(facts.message, facts.table),
    phone: `+${facts.number.phone}`,
    at: toIso(facts.atMs),
    verdict: whole.verdict,
    state: contact.state,
    reason: contact.reason,
    code: whole.code,
    message: whole.message,
    nextAt: isoOrNull(whole.nextAtMs),
    decidingRule: whole.decidingRule,
    rules: judgement.rules.map(({ nextChangeAtMs, ...look }) => ({ ...look, nextChangeAt: isoOrNull(nextChangeAtMs) })),
    ...(judged ? { attempt: { id: judged.attemptId, at: toIso(judged.atMs), refusal: judged.refusal } } : {}),
  };
}

function toReminder(message: MessageThen, table: ZoneTable): ReminderOfContact {
  const { programmeId, programme, step, appointments, endsAtMs } = message;
  return {
    programmeId,
    programme,
    step,
    says: sayMessage(message, table),
    appointments: appointments.map(({ externalId, startsAtMs, zone }) => ({
      externalId,
      startsAt: toIso(startsAtMs),
      zone,
    })),
    cutOffAt: isoOrNull(endsAtMs),
  };
}

const toIso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null || !Number.isFinite(ms) ? null : toIso(ms));
