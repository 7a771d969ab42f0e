import type { CampaignSettings, CampaignStep } from '../../domain/campaign-settings.ts';
import { placesOf } from '../../domain/law/places-of.ts';
import { takesTexts, type LineType } from '../../domain/line-type.ts';
import { parsePhone } from '../../domain/phone.ts';
import { settingsOfTest, TEST_LIFE_SECONDS } from '../../domain/trying/test-settings.ts';
import { readZones } from '../../domain/zone-name.ts';
import type { ZoneSource } from '../../domain/zone-source.ts';
import { checkSteps, refuseProblems } from '../campaigns/check-settings.ts';
import { findRun, refuseForState } from '../campaigns/find-run.ts';
import type { EngineDeps } from '../deps.ts';
import { stepsOf, type StepContext } from '../dialing/run-context.ts';
import { EngineError } from '../error.ts';
import { readNowMs } from '../read-now.ts';
import { findSettings } from './find-settings.ts';
import { fillScript, type FilledScript } from './fill-script.ts';
import { readRowValues, type RowValues } from './read-values.ts';

/** A test as somebody asks for it. */
export interface TestDraft {
  campaignId: string;
  /** In full, as it was typed. */
  phone: string;
  /** Which step of the campaign is tried, from 0; absent = its first. */
  step?: number | undefined;
  /** A row of a list whose values fill the script; absent = the first accepted one. */
  importId?: string | undefined;
  row?: number | undefined;
  /** In place of the row's. */
  values?: Readonly<Record<string, string>> | undefined;
  /** Where the person is, where that is known better than by the number. */
  timezone?: string | undefined;
  /** Whoever answers this number asked for the test. Goes on record where the law wants consent, and ends with it. */
  agrees?: boolean | undefined;
}

/** A test that was understood: what it would do, to whom. */
export interface ReadTest {
  campaignId: string;
  campaignName: string;
  stepIndex: number;
  /** The campaign's own. */
  step: CampaignStep;
  settings: CampaignSettings;
  context: StepContext;
  row: RowValues | null;
  script: FilledScript;
  phone: number;
  lineType: LineType;
  zoneKey: string;
  zoneSource: ZoneSource;
  placeKey: string;
  nowMs: number;
  endsAtMs: number;
}

type ReadTestDeps = Pick<EngineDeps, 'db' | 'telephonyFor' | 'zones' | 'zonesOfPhone' | 'places'>;

/**
 * Understands a test and checks all that does not change by waiting. Throws EngineError `unknown_campaign`,
 * `campaign_cancelled`, `campaign_completed`, `unknown_step`, `unknown_row`, `settings_invalid`, the codes of a number
 * that cannot be read, `sms_landline`, `zone_unknown`.
 */
export async function readTest(deps: ReadTestDeps, draft: TestDraft): Promise<ReadTest> {
  const { campaignId } = draft;
  const run = await findRun(deps.db, campaignId);
  if (run.state === 'cancelled' || run.state === 'completed') throw refuseForState('test', run);
  const campaign = await findSettings(deps.db, campaignId);
  const stepIndex = draft.step ?? campaign.steps.findIndex(({ retired }) => !retired);
  const step = campaign.steps[stepIndex];
  if (!step || step.retired) throw unknownStep(stepIndex, campaign.steps.length);
  const to = readNumber(deps, draft, step);
  const row = await readRowValues(deps.db, draft);
  const own = row?.agentRef ?? undefined;
  const said = { ...step, ...(own === undefined || step.channel !== 'call' ? {} : { agentRef: own }) };
  refuseProblems(await checkSteps(deps, [{ step: said, at: `/steps/${stepIndex}` }]));
  const nowMs = await readNowMs(deps.db);
  const endsAtMs = nowMs + TEST_LIFE_SECONDS * 1_000;
  const settings = settingsOfTest(campaign, said, { campaignId, step: stepIndex, endsAtMs });
  const [context] = await stepsOf(deps, settings);
  if (!context) throw new Error('a test has one step');
  return {
    campaignId,
    campaignName: run.name,
    stepIndex,
    step: said,
    settings,
    context,
    row,
    script: fillScript(said, to.phone, { ...row?.values, ...draft.values }),
    ...to,
    nowMs,
    endsAtMs,
  };
}

function readNumber(
  deps: Pick<EngineDeps, 'zones' | 'zonesOfPhone' | 'places'>,
  draft: Pick<TestDraft, 'phone' | 'timezone'>,
  step: CampaignStep,
): Pick<ReadTest, 'phone' | 'lineType' | 'zoneKey' | 'zoneSource' | 'placeKey'> {
  const phone = parsePhone(draft.phone);
  if (!phone.ok) {
    throw new EngineError('invalid', phone.code, `The number to test with cannot be read: ${phone.message}`, {
      repair: 'Write it with its country code, like +12025550123.',
      details: { pointer: '/phone' },
    });
  }
  const { digits, lineType } = phone;
  if (step.channel === 'sms' && !takesTexts(lineType)) {
    throw new EngineError('invalid', 'sms_landline', 'A text cannot reach this number: it is a fixed line.', {
      repair: 'Take a mobile number.',
      details: { pointer: '/phone' },
    });
  }
  const told = draft.timezone === undefined ? undefined : readZones(draft.timezone, deps.zones);
  if (draft.timezone !== undefined && !told) throw unknownZone(`"${draft.timezone}" is no time zone.`);
  const zones = told ?? deps.zonesOfPhone(digits);
  if (zones.length === 0)
    throw unknownZone('Nobody knows in which time zone this number is, so nothing may ring there.');
  const places = placesOf(
    { address: [], phone: deps.places.placesOfPhone(digits), toldZones: told ?? [] },
    deps.places,
  );
  return {
    phone: digits,
    lineType,
    zoneKey: [...new Set(zones)].sort().join(','),
    zoneSource: told ? 'column' : 'prefix',
    placeKey: places.join(','),
  };
}

const unknownStep = (index: number, count: number): EngineError =>
  new EngineError('invalid', 'unknown_step', `This campaign has no step ${index + 1}.`, {
    repair: count === 1 ? 'Leave the step out: it has one.' : `Name one from 1 to ${count}.`,
    details: { pointer: '/step' },
  });

const unknownZone = (message: string): EngineError =>
  new EngineError('invalid', 'zone_unknown', message, {
    repair: 'Say where the person is: an IANA zone, like America/Chicago.',
    details: { pointer: '/timezone' },
  });
