import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../../db/rows.ts';
import type { ProgrammeDraft, StepDraft } from '../../../../../domain/reminders/programme-draft.ts';
import { createTemplate } from '../../../../../engine/campaigns/templates.ts';
import type { EngineDeps } from '../../../../../engine/deps.ts';
import { EngineError } from '../../../../../engine/error.ts';
import { listCampaigns } from '../../../../../engine/reading/campaigns.ts';
import { listImports } from '../../../../../engine/reading/imports.ts';
import { bookAppointments } from '../../../../../engine/reminders/booking/book.ts';
import {
  archiveProgramme,
  pauseProgramme,
  resumeProgramme,
} from '../../../../../engine/reminders/programmes/control.ts';
import { createProgramme } from '../../../../../engine/reminders/programmes/create.ts';
import { getProgramme, listProgrammes } from '../../../../../engine/reminders/programmes/read.ts';
import { scriptedTelephony } from '../../../../support/scripted-telephony.ts';
import { engineOver } from '../../../../support/seed.ts';
import { seedProgramme, type SeededProgramme } from '../../../../support/seed-programme.ts';
import { testDb, type TestDb } from '../../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
let seeded: SeededProgramme;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
  seeded = await seedProgramme(deps, test, { name: 'Clinic', settings: { budgetMicros: 5_000_000, pacePerSecond: 2 } });
});
afterAll(() => test.drop());

const DAY: StepDraft['when'] = { kind: 'before', seconds: 86_400 };
const by = () => ({ accountId: seeded.accountId, numberId: seeded.numberId });
const sms = (text: string) => ({ ...by(), channel: 'sms' as const, text });
const create = (settings: Partial<ProgrammeDraft>, name = 'Another') =>
  createProgramme(deps, {
    name,
    settings: { purpose: 'informational', steps: [{ when: DAY, actions: [sms('Hi')] }], ...settings },
    actor: 'test',
  });
const problemsOf = async (settings: Partial<ProgrammeDraft>): Promise<string[]> => {
  const refused: unknown = await create(settings).catch((error: unknown) => error);
  if (!(refused instanceof EngineError)) throw new Error('not refused');
  const { problems } = refused.details;
  if (!Array.isArray(problems)) throw new Error(`${refused.code} names no problems`);
  return problems.map((problem: { pointer: string; code: string }) => `${problem.pointer} ${problem.code}`);
};

it('makes a running run that no list of campaigns shows, with its pace, purse, versions and a line in the audit trail', async () => {
  expect(await firstRow(test.db, sql`select kind, state from runs where id = ${seeded.runId}`)).toEqual({
    kind: 'programme',
    state: 'running',
  });
  expect((await listCampaigns(deps)).items).toEqual([]);
  const made = await firstRow(
    test.db,
    sql`select (select count(*)::int from pacers where run_id = ${seeded.runId}) as pacers,
          (select balance_micros from credit_accounts where campaign_id = ${seeded.campaignId} and kind = 'available') as budget,
          (select count(*)::int from campaign_versions where campaign_id = ${seeded.campaignId}) as "campaignVersions",
          (select count(*)::int from programme_versions where programme_id = ${seeded.programmeId}) as versions,
          (select count(*)::int from audit_entries where action = 'programme.create'
            and subject = ${`programme:${seeded.programmeId}`}) as audited`,
  );
  expect(made).toEqual({ pacers: 1, budget: 5_000_000, campaignVersions: 1, versions: 1, audited: 1 });
  const campaign = await firstRow<{ steps: unknown[] }>(
    test.db,
    sql`select settings -> 'steps' as steps from campaigns where id = ${seeded.campaignId}`,
  );
  expect(campaign?.steps).toMatchObject([
    { channel: 'sms', startsChain: true },
    { channel: 'call', startsChain: true },
  ]);
});

it('is found by name and by id, with its steps in their short form', async () => {
  const { id, steps, state, requiredVariables } = await getProgramme(deps, { programmeId: 'Clinic' });
  expect({ id, steps, state, requiredVariables }).toEqual({
    id: seeded.programmeId,
    steps: ['24h:sms', '2h:call'],
    state: 'running',
    requiredVariables: [],
  });
  expect(await getProgramme(deps, { programmeId: id })).toMatchObject({ name: 'Clinic' });
  await expect(getProgramme(deps, { programmeId: 'Nowhere' })).rejects.toMatchObject({ code: 'unknown_programme' });
});

it('refuses a name that another programme has, and writes nothing at a dry run', async () => {
  await expect(create({}, 'Clinic')).rejects.toMatchObject({ kind: 'conflict', code: 'programme_name_taken' });
  await expect(create({}, seeded.programmeId)).rejects.toMatchObject({ code: 'programme_name_invalid' });
  const dry = await createProgramme(deps, {
    name: 'Dry',
    settings: { purpose: 'informational', steps: [{ when: DAY, actions: [sms('Hi {{ name }} {{ room }}')] }] },
    dryRun: true,
    actor: 'test',
  });
  expect(dry).toMatchObject({ programmeId: null, requiredVariables: ['name', 'room'] });
  expect((await listProgrammes(deps, { name: 'Dry' })).items).toEqual([]);
});

it('names every problem at once, by its place', async () => {
  const other = '00000000-0000-4000-8000-000000000000';
  expect(
    await problemsOf({
      zone: 'America/Nowhere',
      cutoffSeconds: -1,
      lateSeconds: 5,
      maxConcurrent: 0,
      languages: ['not a language'],
      answers: { keys: { '12': 'confirm' } },
      steps: [
        { key: 'A b', when: { kind: 'before', seconds: 500 * 86_400 }, actions: [sms('{{ broken')] },
        { key: 'x', when: { kind: 'local', daysBefore: 1, at: '24:00' }, actions: [{ ...by(), channel: 'sms' }] },
        {
          key: 'x',
          when: DAY,
          actions: [
            { ...by(), channel: 'call', text: 'Hi' },
            { ...sms('Hi'), accountId: other },
          ],
        },
        {
          when: DAY,
          actions: [{ ...sms('Hi {{ appointment_hour }}'), follows: { when: 'no_reply', afterSeconds: 1 } }],
        },
        { when: DAY, actions: [{ ...by(), channel: 'sms', template: 'none' }] },
      ],
    }),
  ).toEqual([
    '/steps/4/actions/0/template unknown_template',
    '/steps/0/key key_invalid',
    '/steps/0/when/seconds out_of_range',
    '/steps/1/when/at out_of_range',
    '/steps/2/key key_taken',
    '/steps/3/actions/0/follows follows_not_allowed',
    '/zone unknown_zone',
    '/languages/0 unknown_language',
    '/cutoffSeconds out_of_range',
    '/lateSeconds out_of_range',
    '/answers/keys/12 out_of_range',
    '/maxConcurrent out_of_range',
    '/steps/1/actions/0/text text_missing',
    '/steps/2/actions/0/text text_not_allowed',
    '/steps/2/actions/1/numberId number_of_other_account',
    '/steps/0/actions/0/text template_invalid',
    '/steps/3/actions/0 unknown_variable',
  ]);
  expect(await problemsOf({ steps: [{ short: 'soon:sms' }, { short: '2h:call' }] })).toEqual([
    '/steps/0/short step_short_invalid',
    '/steps/1/call channel_missing',
  ]);
  expect(await problemsOf({ steps: [] })).toEqual(['/steps out_of_range']);
});

it('keeps the body of a named template, and warns of steps that the cut-off never lets out', async () => {
  await createTemplate(deps, { name: 'day before', body: 'Tomorrow at {{ appointment_time }}', actor: 'test' });
  const { settings, warnings } = await create({
    steps: [
      { short: '24h:sms', sms: { ...by(), template: 'day before' } },
      { short: '10m:sms', sms: { ...by(), text: 'Now' } },
    ],
  });
  expect(settings.steps[0]?.actions).toEqual([
    { ...by(), channel: 'sms', text: 'Tomorrow at {{ appointment_time }}', slot: 0 },
  ]);
  expect(warnings).toMatchObject([{ code: 'step_after_cutoff', message: expect.stringContaining('10m-sms') }]);
});

it('pauses and resumes once, however often it is asked', async () => {
  const control = { programmeId: 'Clinic', actor: 'test' };
  for (let times = 0; times < 2; times++) {
    expect(await pauseProgramme(deps, { ...control, reason: 'flu' })).toMatchObject({ state: 'paused', inFlight: 0 });
  }
  expect(await getProgramme(deps, control)).toMatchObject({ state: 'paused', pausedReason: 'flu', pausedBy: 'test' });
  for (let times = 0; times < 2; times++)
    expect(await resumeProgramme(deps, control)).toMatchObject({ state: 'running' });
  const audited = await rows<{ action: string }>(
    test.db,
    sql`select action from audit_entries where subject = ${`programme:${seeded.programmeId}`} order by id`,
  );
  expect(audited.map(({ action }) => action)).toEqual(['programme.create', 'programme.pause', 'programme.resume']);
});

it('takes no more appointments once it is archived, leaves those it has, and hides the ranges of their messages', async () => {
  const { programmeId } = await seedProgramme(deps, test, { name: 'Old' });
  const item = (externalId: string) => ({ externalId, phone: '+12125550101', startsAt: '2031-03-04T10:00:00-05:00' });
  const book = (externalId: string) =>
    bookAppointments(deps, { programmeId, items: [item(externalId)], actor: 'test' });
  expect(await book('one')).toMatchObject([{ ok: true }]);
  expect(await archiveProgramme(deps, { programmeId, actor: 'test' })).toEqual({ programmeId, upcoming: 1 });
  await expect(book('two')).rejects.toMatchObject({ code: 'programme_archived' });
  expect((await listProgrammes(deps, { name: 'Old' })).items).toEqual([]);
  expect((await listProgrammes(deps, { name: 'Old', archived: true })).items).toMatchObject([{ upcoming: 1 }]);
  expect(await firstRow(test.db, sql`select 1 as one from imports where purpose = 'reminders'`)).toEqual({ one: 1 });
  expect((await listImports(deps)).items).toEqual([]);
});
