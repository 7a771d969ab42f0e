import type { NewSchedule, Schedule } from '../shapes.ts';
import {
  EMPTY_RULE,
  firstOf,
  isRuleAskable,
  rruleOf,
  ruleFormOf,
  ruleNeeds,
  type RuleForm,
} from '../book/rule-form.ts';

/** What stands in the form of a recurring campaign. */
export interface ScheduleForm {
  name: string;
  campaignId: string | undefined;
  rule: RuleForm;
  zone: string;
  overlap: Schedule['overlap'];
  catchUpMinutes: number;
  jitterSeconds: number;
  /** As typed: dates with commas or spaces between them. */
  exclusions: string;
}

export const emptySchedule = (campaignId: string | undefined, zone: string): ScheduleForm => ({
  name: '',
  campaignId,
  rule: EMPTY_RULE,
  zone,
  overlap: 'skip',
  catchUpMinutes: 10,
  jitterSeconds: 0,
  exclusions: '',
});

export const scheduleFormOf = (schedule: Schedule): ScheduleForm => ({
  name: schedule.name,
  campaignId: schedule.campaignId,
  rule: ruleFormOf(schedule.rrule, schedule.firstLocal),
  zone: schedule.zone,
  overlap: schedule.overlap,
  catchUpMinutes: schedule.catchUpMinutes,
  jitterSeconds: schedule.jitterSeconds,
  exclusions: schedule.exclusions.join(', '),
});

/** Whether there is enough to ask what would come of it; it need not be named for that. */
export const isScheduleAskable = ({ campaignId, rule }: ScheduleForm): boolean =>
  campaignId !== undefined && isRuleAskable(rule);

/** All that is still to be told, by the pointer of its field. Pure. */
export const scheduleNeeds = ({ name, campaignId, rule }: ScheduleForm): Record<string, string> => ({
  ...(name.trim() === '' ? { '/name': 'a name' } : {}),
  ...(campaignId === undefined ? { '/campaignId': 'a campaign' } : {}),
  ...(rule.date === '' ? { '/date': 'the first date' } : {}),
  ...(rule.time === '' ? { '/time': 'the time' } : {}),
  ...ruleNeeds(rule),
});

/** The form as the API takes it. Pure. */
export const scheduleBodyOf = (form: ScheduleForm): NewSchedule => ({
  name: form.name.trim(),
  campaignId: form.campaignId ?? '',
  rule: rruleOf(form.rule),
  first: firstOf(form.rule),
  zone: form.zone,
  overlap: form.overlap,
  catchUpMinutes: form.catchUpMinutes,
  jitterSeconds: form.jitterSeconds,
  exclusions: form.exclusions.split(/[\s,]+/).filter((date) => date !== ''),
});

/** The command that makes the same. Pure. */
export function scheduleCli(form: ScheduleForm, scheduleId: string | undefined): string {
  const {
    name,
    campaignId,
    rule,
    first,
    zone,
    overlap,
    catchUpMinutes,
    jitterSeconds,
    exclusions = [],
  } = scheduleBodyOf(form);
  const words =
    scheduleId === undefined
      ? [`outdial schedules create ${campaignId || 'CAMPAIGN'} --name "${name}"`]
      : [`outdial schedules change ${scheduleId} --name "${name}" --campaign ${campaignId}`];
  words.push(`--rule "${rule}" --first ${(first ?? '').replace(' ', 'T')} --zone ${zone}`);
  words.push(`--overlap ${overlap} --catch-up ${catchUpMinutes} --jitter ${jitterSeconds}`);
  return [...words, ...exclusions.map((date) => `--except ${date}`)].join(' ');
}
