import { sql } from 'drizzle-orm';
import { notifyWork } from '../../db/notify.ts';
import { firstRow } from '../../db/rows.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import { writeVersion } from '../campaigns/write-version.ts';
import { EngineError } from '../error.ts';
import { AGREEMENT_TEXT, TEST_CONSENT_METHOD } from './agreement.ts';
import { wayOf, type TestDeps, type Way } from './preview-test.ts';
import { readTest, type ReadTest, type TestDraft } from './read-test.ts';
import { refuseMoreTests } from './refuse-more-tests.ts';

/** So that two that are asked for at once see each other. */
const TEST_LOCK = 7_202_651;

export interface SentTest {
  testId: string;
  contactId: number;
}

/**
 * Tries a step of a campaign on one number: a hidden campaign with a run of kind `manual` and one contact, which goes
 * the way of every call. The campaign that is tried is not touched. Throws what `readTest` throws, and EngineError
 * `script_broken`, `variables_missing`, `consent_needed`, `credit_too_low`, `test_cannot_go`, `test_is_open`,
 * `tests_too_many`.
 */
export async function sendTest(deps: TestDeps, draft: TestDraft & { actor: string }): Promise<SentTest> {
  const test = await readTest(deps, draft);
  refuseHoles(test);
  const way = await wayOf(deps, test, draft.agrees === true);
  refuseHopeless(way, draft.agrees === true);
  return await inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${TEST_LOCK})`);
    await refuseMoreTests(tx, test);
    if (way.consent.needed) await keepAgreement(tx, test, way, draft.actor);
    const made = await writeTest(tx, test, draft.actor);
    await audit(tx, {
      actor: draft.actor,
      action: 'campaign.test',
      subject: `campaign:${test.campaignId}`,
      details: {
        testId: made.testId,
        contactId: made.contactId,
        step: test.stepIndex,
        row: test.row?.rowNumber ?? null,
      },
    });
    await notifyWork(tx, 'run', made.testId);
    return made;
  });
}

function refuseHoles({ script: { problem, missing } }: ReadTest): void {
  if (problem !== null) {
    throw new EngineError('invalid', 'script_broken', `The step's text cannot be written: ${problem}`, {
      repair: 'Correct the step.',
    });
  }
  if (missing.length === 0) return;
  throw new EngineError(
    'invalid',
    'variables_missing',
    `No value for ${missing.join(', ')}: nothing is sent with a hole.`,
    {
      repair: 'Write the values, or take a row that has them.',
      details: { missing },
    },
  );
}

function refuseHopeless({ go, code, message, consent }: Way, agrees: boolean): void {
  if (go !== 'cannot') return;
  if (code === 'no_consent') {
    throw new EngineError('conflict', 'consent_needed', message, {
      repair:
        consent.mayBeSaidHere && !agrees
          ? `Say that you have it: agrees = "${AGREEMENT_TEXT}"`
          : 'Put the consent of this number on record first.',
      details: { wanted: consent.wanted, mayBeSaidHere: consent.mayBeSaidHere },
    });
  }
  if (code === 'credit_too_low') {
    throw new EngineError('conflict', code, message, { repair: 'Top up, or allow shorter calls.' });
  }
  throw new EngineError('conflict', 'test_cannot_go', message, {
    repair: 'Test with another number, or when this is no longer in the way.',
    details: { why: code },
  });
}

/** It ends with the test, so it is no consent to anything else. */
async function keepAgreement(tx: Transaction, test: ReadTest, { consent }: Way, actor: string): Promise<void> {
  await tx.execute(
    sql`insert into consent_events (phone, kind, purpose, channel, consent_class, method, text_shown, evidence, happened_at, expires_at, created_by)
        values (${test.phone}, 'given', ${test.settings.purpose}, ${test.step.channel}, ${consent.wanted}, ${TEST_CONSENT_METHOD},
          ${AGREEMENT_TEXT}, ${`said by ${actor} with a test of campaign ${test.campaignId}`}, outdial_now(),
          from_ms(${test.endsAtMs}::double precision), ${actor})`,
  );
}

async function writeTest(tx: Transaction, test: ReadTest, actor: string): Promise<SentTest> {
  const { settings, script } = test;
  const name = `Test of ${test.campaignName}`;
  const made = await firstRow<{ hiddenId: string; testId: string }>(
    tx,
    sql`with campaign as (
          insert into campaigns (name, settings, created_by) values (${name}, ${JSON.stringify(settings)}::jsonb, ${actor}) returning id
        )
        insert into runs (kind, campaign_id, state, launched_at, next_turn_at)
        select 'manual', id, 'running', outdial_now(), '-infinity' from campaign
        returning campaign_id as "hiddenId", id as "testId"`,
  );
  if (!made) throw new Error('insert into runs returned no row');
  await writeVersion(tx, { campaignId: made.hiddenId, settings, actor });
  // What the script asks for and nothing else: the row is somebody's, and the test another person's.
  const values = Object.fromEntries(script.variables.map((variable) => [variable.name, variable.value]));
  const agent = settings.steps[0]?.agentRef === undefined ? null : { agent: settings.steps[0].agentRef };
  const contact = await firstRow<{ contactId: number }>(
    tx,
    sql`with list as (
          insert into imports (campaign_id, file_name, file_sha256, file_bytes, stored_path, state, rows_read, accepted_rows,
            committed_rows, last_row, ended_at, created_by)
          values (${made.hiddenId}, 'test', 'none', 0, 'none', 'done', 1, 1, 1, 1, outdial_now(), ${actor})
          returning id, first_contact_id
        ), contact as (
          insert into contacts (id, import_id, row_number, phone, line_type, name, zone_key, zone_source, place_key, variables, overrides)
          select first_contact_id + 1, id, 1, ${test.phone}::bigint, ${test.lineType}, ${name},
            ${test.zoneKey}, ${test.zoneSource}, ${test.placeKey}, ${JSON.stringify(values)}::json, ${agent && JSON.stringify(agent)}::jsonb
          from list
          returning id
        )
        insert into contact_states (contact_id, run_id, state) select id, ${made.testId}::uuid, 'ready' from contact
        returning contact_id as "contactId"`,
  );
  if (!contact) throw new Error('insert into contact_states returned no row');
  return { testId: made.testId, contactId: contact.contactId };
}
