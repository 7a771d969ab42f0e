import type { Queryable } from '../../../db/client.ts';
import type { CampaignSettings } from '../../../domain/campaign-settings.ts';
import type { ProgrammeSettings } from '../../../domain/reminders/programme.ts';
import { checkHours } from '../../campaigns/check-hours.ts';
import { checkLimits, checkPurpose, type SettingsProblem } from '../../campaigns/check-limits.ts';
import { checkSteps, refuseProblems } from '../../campaigns/check-settings.ts';
import { variablesOfSteps, type StepPlace } from '../../campaigns/required-variables.ts';
import type { EngineDeps } from '../../deps.ts';
import { checkProgrammeLimits } from './check-limits.ts';

/** What every message knows of its appointment; the person's name and the appointment's variables come on top. */
export const APPOINTMENT_VARIABLES = [
  'appointment_date',
  'appointment_time',
  'appointment_day',
  'appointment_zone',
  'appointment_count',
  'appointment_times',
] as const;

/** What a message has without the appointment's own variables. */
const GIVEN: readonly string[] = [...APPOINTMENT_VARIABLES, 'phone', 'external_id'];

const actionsOf = (settings: ProgrammeSettings): StepPlace[] =>
  settings.steps.flatMap(({ actions }, index) =>
    actions.map((step, place) => ({ step, at: `/steps/${index}/actions/${place}` })),
  );

/** The variables that every appointment must bring along (`name` among them), beside what messages know of it anyway. */
export const requiredOfProgramme = (settings: ProgrammeSettings): string[] =>
  variablesOfSteps(actionsOf(settings)).required.filter((name) => !GIVEN.includes(name));

/**
 * Checks everything that a programme was told, against its accounts and numbers, and reports all problems at once with
 * JSON pointers into the programme's settings. `found`: what is known to be wrong already.
 * Returns the variables that every appointment must bring along. Throws EngineError `settings_invalid`.
 */
export async function checkProgramme(
  deps: { db: Pick<Queryable, 'execute'> } & Pick<EngineDeps, 'telephonyFor' | 'law' | 'zones'>,
  settings: ProgrammeSettings,
  campaign: CampaignSettings,
  found: readonly SettingsProblem[] = [],
): Promise<{ requiredVariables: string[] }> {
  const actions = actionsOf(settings);
  const { unreadable } = variablesOfSteps(actions);
  const requiredVariables = requiredOfProgramme(settings);
  // Of a template that does not exist it is known already that there is no text.
  const isKnown = ({ pointer, code }: SettingsProblem): boolean =>
    code === 'text_missing' && found.some((known) => known.pointer === pointer.replace(/text$/, 'template'));
  const problems = [
    ...found,
    ...checkProgrammeLimits(settings, deps.zones),
    ...checkPurpose(campaign),
    // The programme's own word for it is lateSeconds.
    ...checkLimits(campaign).filter(({ pointer }) => pointer !== '/expiresAfterSeconds'),
    ...checkHours(campaign, deps.law.calendarNames),
    ...(await checkSteps(deps, actions)).filter((problem) => !isKnown(problem)),
    ...unreadable.map((template) => ({ ...template, code: 'template_invalid' })),
    ...unknownVariables(actions),
  ];
  refuseProblems(problems);
  return { requiredVariables };
}

/** Names of messages' own are reserved: one that is not made would stop every message that asks for it. */
function unknownVariables(actions: readonly StepPlace[]): SettingsProblem[] {
  return actions.flatMap((action) =>
    variablesOfSteps([action])
      .required.filter((name) => name.startsWith('appointment_') && !GIVEN.includes(name))
      .map((name) => ({
        pointer: action.at,
        code: 'unknown_variable',
        message: `There is no {{ ${name} }}; there are ${APPOINTMENT_VARIABLES.join(', ')}.`,
      })),
  );
}
