import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { isOutcome, outcomeClass, OUTCOMES, type Outcome } from '../../../../domain/outcome.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { writeFacts } from '../../../../engine/folding/inbox.ts';
import { acceptAll, contactsOf, foldAll, newFact, offences } from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(async () => await test.drop());

const callOutcomes: Outcome[] = Object.keys(OUTCOMES)
  .filter(isOutcome)
  .filter((outcome) => OUTCOMES[outcome].channel === 'call' && outcome !== 'opted_out');

describe('a campaign of a call and then a text', () => {
  it('texts everyone whom the call did not reach and who may be texted, once, and nobody else', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: callOutcomes.length, settings: { maxAttempts: 1 } });
    await test.adminDb.execute(
      sql`update campaigns set settings = jsonb_set(settings, '{steps,1}', (settings -> 'steps' -> 0) || '{"channel":"sms","text":"Hello"}')
          where id = ${seeded.campaignId}`,
    );
    const { ids } = await acceptAll(deps, seeded.runId);
    await writeFacts(
      test.db,
      ids.flatMap((attemptId, i) => {
        const outcome = callOutcomes[i];
        return outcome
          ? [newFact(seeded.accountId, { kind: 'ended', attemptId, outcome, providerReason: outcome })]
          : [];
      }),
    );
    await foldAll(deps);
    const texted = await rows<{ outcome: Outcome }>(
      test.db,
      sql`select a.outcome from due d join attempts a on a.contact_id = d.contact_id where d.run_id = ${seeded.runId} and d.step = 1 and d.channel = 'sms'`,
    );
    const expected = callOutcomes.filter((outcome) => !['success', 'never'].includes(outcomeClass(outcome)));
    expect(texted.map(({ outcome }) => outcome).toSorted()).toEqual(expected.toSorted());
    expect(await offences(test)).toEqual([]);

    const sent = await acceptAll(deps, seeded.runId, 1);
    expect(sent.ids).toHaveLength(expected.length);
    await foldAll(deps);
    expect(await contactsOf(test, seeded)).toEqual({
      'reached:answered': 1,
      'failed:bad_number': 1,
      'reached:sms_sent': expected.length,
    });
    expect(await offences(test)).toEqual([]);
  });
});
