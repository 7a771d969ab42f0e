import { sql } from 'drizzle-orm';
import { notifyWork } from '../../db/notify.ts';
import { firstRow } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import { repliesOf, type Replies } from '../../domain/replies.ts';
import type { EngineDeps } from '../deps.ts';
import type { Capabilities } from '../ports.ts';
import { nextRowOf, NOTICE_LIFE_SECONDS, serviceRunOf } from './service-run.ts';

export type NoticeKind = 'opt_out_confirmation' | 'opt_in_confirmation' | 'help';

export interface WantedNotice {
  kind: NoticeKind;
  phone: number;
  /** Our number that the person wrote to. */
  to: { accountId: string; phone: number };
  /** At most one text goes out for it, whatever is told twice. */
  cause: string;
  /** What the person wrote, as normalised words (wordsOf). */
  words: string;
  /** When the person wrote. */
  askedAtMs: number;
}

interface OwnNumber {
  numberId: string;
  accountId: string;
  phone: number;
  own: Replies | null;
  installation: Replies | null;
}

/**
 * Asks for the one text that answers a person's keyword: a contact of the number's service run, due now, useless after
 * five minutes, paid for and paced like any text. Answers false when the number answers nothing, cannot text, or the
 * cause was answered before. Part of the fold's transaction: nobody else asks at the same time.
 */
export async function askNotice(
  tx: Transaction,
  deps: Pick<EngineDeps, 'telephonyFor' | 'log'>,
  wanted: WantedNotice,
  nowMs: number,
): Promise<boolean> {
  const expiresAtMs = wanted.askedAtMs + NOTICE_LIFE_SECONDS * 1000;
  if (expiresAtMs <= nowMs) return false;
  const number = await firstRow<OwnNumber>(
    tx,
    sql`select n.id as "numberId", n.account_id as "accountId", n.phone, n.replies as own, i.replies as installation
        from numbers n, installation i
        where n.account_id = ${wanted.to.accountId} and n.phone = ${wanted.to.phone} and n.status = 'active'
          and not exists (select from notices where cause = ${wanted.cause})
        order by n.id limit 1`,
  );
  if (!number) return false;
  const can = await capabilitiesOf(deps, number.accountId);
  if (!can?.channels.includes('sms')) return false;
  const carrierKnows = can.carrierAnswers?.includes(wanted.words) ?? false;
  const text = textFor(wanted.kind, repliesOf(number.phone, number.own, number.installation, carrierKnows));
  if (text === null) return false;

  const run = await serviceRunOf(tx, number);
  const { importId, contactId, rowNumber } = await nextRowOf(tx, run);
  const now = sql`from_ms(${nowMs}::double precision)`;
  const expires = sql`from_ms(${expiresAtMs}::double precision)`;
  await tx.execute(
    sql`with contact as (
          -- Its hours are always, so any zone would do; one must be known.
          insert into contacts (id, import_id, row_number, phone, zone_key, zone_source, variables)
          values (${contactId}, ${importId}, ${rowNumber}, ${wanted.phone}, 'Etc/UTC', 'operator', ${JSON.stringify({ text })}::json)
        ), state as (
          insert into contact_states (contact_id, run_id, state, changed_at) values (${contactId}, ${run.runId}, 'waiting', ${now})
        ), queued as (
          insert into due (run_id, contact_id, phone, step, channel, earliest_at, due_at, try_at, closes_at, expires_at, roll_at, policy_version)
          values (${run.runId}, ${contactId}, ${wanted.phone}, 0, 'sms', ${now}, ${now}, ${now}, ${expires}, ${expires}, ${expires},
            ${run.policyVersion})
        ), woken as (
          update runs set next_turn_at = '-infinity' where id = ${run.runId}
        )
        insert into notices (kind, phone, number_id, cause, contact_id)
        values (${wanted.kind}, ${wanted.phone}, ${number.numberId}, ${wanted.cause}, ${contactId})`,
  );
  await notifyWork(tx, 'run', run.runId);
  return true;
}

function textFor(kind: NoticeKind, replies: Required<Replies>): string | null {
  if (replies.carrierAnswers) return null;
  switch (kind) {
    case 'opt_out_confirmation':
      return replies.confirmOptOut ? replies.optOutText : null;
    case 'opt_in_confirmation':
      return replies.confirmOptIn ? replies.optInText : null;
    case 'help':
      return replies.answerHelp ? replies.helpText : null;
  }
}

/** A key that does not open is no reason to fail the fold: such an account sends nothing anyway. */
async function capabilitiesOf(
  deps: Pick<EngineDeps, 'telephonyFor' | 'log'>,
  accountId: string,
): Promise<Capabilities | undefined> {
  try {
    return (await deps.telephonyFor(accountId)).capabilities;
  } catch (error) {
    deps.log.warn({ accountId, error }, 'no notice: the account cannot be used');
    return undefined;
  }
}
