import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { judge, type Judgement } from '../../domain/explain/judge.ts';
import { whole, type Whole } from '../../domain/explain/whole.ts';
import type { ConsentThen } from '../../domain/explain/facts.ts';
import type { ConsentClass } from '../../domain/law/law-rule.ts';
import type { EngineDeps } from '../deps.ts';
import { numbersOf, personOf } from '../dialing/person-numbers.ts';
import { factsAt } from '../reading/explain/facts-at.ts';
import { readAround, type ContactRow } from '../reading/explain/read-people.ts';
import { readHistories, type CampaignHistory } from '../reading/explain/read-histories.ts';
import type { ReadTest } from './read-test.ts';

/** What every rule says of a test that is not made yet. */
export interface JudgedTest {
  judgement: Judgement;
  whole: Whole;
  /** What the law wants on record for this number now, and what is. */
  consent: { wanted: ConsentClass; held: ConsentThen };
}

/** No contact has it. */
const NOT_MADE = 0;

/**
 * Asks the rules that explain every contact (L11) about one that does not exist yet: the same words before and after.
 * `agreed`: what its person says now is on record already.
 */
export async function judgeTest(
  deps: Pick<EngineDeps, 'readDb' | 'zones' | 'law'>,
  test: ReadTest,
  agreed: ConsentClass = 'none',
): Promise<JudgedTest> {
  const contact = await contactOf(deps, test);
  const [stored, people] = await Promise.all([
    readHistories(deps, [test.campaignId]),
    readAround(deps, [contact], true),
  ]);
  const campaign = stored.campaigns.get(test.campaignId);
  if (!campaign) throw new Error(`campaign ${test.campaignId} has no history`);
  const histories = { ...stored, campaigns: new Map([[test.campaignId, runningTest(campaign, test)]]) };
  const found = factsAt(deps, { contactId: NOT_MADE, atMs: null }, histories, people);
  if (!found) throw new Error('a contact that was handed in is known');
  const { consent: held, law, atMs } = found.facts;
  const facts =
    agreed === 'none' ? found.facts : { ...found.facts, consent: { ...held, held: true, consentClass: agreed } };
  const judgement = judge(facts);
  return {
    judgement,
    whole: whole(found.contact, facts, judgement),
    consent: { wanted: law.consentAt(atMs), held },
  };
}

/** The test's own hidden campaign, as it will be. */
const runningTest = (campaign: CampaignHistory, { settings }: ReadTest): CampaignHistory => ({
  ...campaign,
  settings,
  state: 'running',
  pausedAtMs: null,
  pausedBy: null,
  pausedReason: null,
  endedAtMs: null,
  blockedReason: null,
  versions: [],
  turned: [],
});

async function contactOf(deps: Pick<EngineDeps, 'readDb'>, test: ReadTest): Promise<ContactRow> {
  const { phone, lineType, zoneKey, zoneSource, placeKey, nowMs, campaignId } = test;
  const person = await firstRow<{ phones: number[] }>(
    deps.readDb,
    sql`select to_jsonb(${numbersOf(personOf(sql`${phone}::bigint`))}) as phones`,
  );
  return {
    contactId: NOT_MADE,
    campaignId,
    isMessage: false,
    state: 'ready',
    reason: null,
    step: 0,
    dials: 0,
    lastOutcome: null,
    changedAtMs: nowMs,
    listedAtMs: nowMs,
    zoneSource,
    sendAtMs: null,
    numbers: [{ place: 0, phone, zoneKey, placeKey, lineType }],
    personNumbers: [...new Set([phone, ...(person?.phones ?? [])])],
  };
}
