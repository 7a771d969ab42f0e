import type { ActionDraft, ProgrammeDraft, StepDraft } from '../../domain/reminders/programme-draft.ts';
import { readStepShort } from '../../domain/reminders/read-step-short.ts';
import type { ProgrammeSettings } from '../../domain/reminders/programme.ts';
import type { EngineDeps } from '../../engine/deps.ts';
import { createProgramme } from '../../engine/reminders/programmes/create.ts';
import { ALWAYS, seedAccount, type SeedAccount } from './seed.ts';
import type { TestDb } from './test-db.ts';

export interface SeedProgramme extends SeedAccount {
  name?: string;
  /** In their short form. */
  steps?: readonly string[];
  /** The text of every message by SMS. */
  text?: string;
  settings?: Partial<ProgrammeDraft>;
}

export interface SeededProgramme {
  programmeId: string;
  runId: string;
  campaignId: string;
  accountId: string;
  numberId: string;
  settings: ProgrammeSettings;
}

let made = 0;

/** Steps of a draft from their short forms, all over one account and number. */
export function stepsFromShort(shorts: readonly string[], by: Omit<ActionDraft, 'channel'>): StepDraft[] {
  return shorts.map((short) => {
    const read = readStepShort(short);
    if (!read.ok) throw new Error(read.message);
    const { text, agentRef, ...both } = by;
    return {
      when: read.step.when,
      actions: read.step.actions.map((action) => ({
        ...both,
        ...action,
        ...(action.channel === 'sms' ? { text } : { agentRef }),
      })),
    };
  });
}

/** An account with credit, a number, and a programme of two steps that may send at every hour. */
export async function seedProgramme(
  deps: EngineDeps,
  test: TestDb,
  options: SeedProgramme = {},
): Promise<SeededProgramme> {
  const { accountId, numberId, agentRef } = await seedAccount(deps, test, options);
  const created = await createProgramme(deps, {
    name: options.name ?? `programme ${++made}`,
    settings: {
      steps: stepsFromShort(options.steps ?? ['24h:sms', '2h:call'], {
        accountId,
        numberId,
        ...(agentRef === undefined ? {} : { agentRef }),
        text: options.text ?? 'See you {{ appointment_day }} at {{ appointment_time }}.',
      }),
      purpose: 'emergency',
      hours: ALWAYS,
      maxConcurrent: 10_000,
      ...options.settings,
    },
    actor: 'test',
  });
  const { programmeId, runId, campaignId, settings } = created;
  if (programmeId === null || runId === null || campaignId === null) throw new Error('programme not created');
  return { programmeId, runId, campaignId, accountId, numberId, settings };
}
