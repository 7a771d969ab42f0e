import { plural } from '../../format/number.ts';
import { actionWords as trailWords, countOf } from '../audit/action-words.ts';
import type { AuditEntry } from './queries.ts';

const ACTIONS: Readonly<Record<string, string>> = {
  'campaign.create': 'made the campaign',
  'campaign.launch': 'launched it',
  'campaign.undo_launch': 'took the launch back',
  'campaign.pause': 'paused it',
  'campaign.resume': 'resumed it',
  'campaign.cancel': 'cancelled it for good',
  'campaign.settings': 'changed its settings',
  'campaign.rename': 'renamed it',
  'campaign.attach_import': 'gave it a list',
  'campaign.repair_zones': 'said the zone of numbers',
  'campaign.recheck_consent': 'looked at consent again',
};

/** With the campaign itself it is "it"; with what belongs to it the words of the trail. */
export const actionWords = (action: string): string => ACTIONS[action] ?? trailWords(action);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The one line that tells what it was about; undefined = the action says it all. */
export function detailWords({ action, details }: Pick<AuditEntry, 'action' | 'details'>): string | undefined {
  const { change, replanned } = details;
  if (action === 'campaign.settings' && isRecord(change)) {
    return `${Object.keys(change).map(settingWords).join(', ')}${replanned === true ? '; what waits was planned anew' : ''}`;
  }
  const many = countOf(details);
  return many === undefined ? undefined : plural(many, 'contact');
}

/** "pacePerSecond" -> "pace per second" */
const settingWords = (name: string): string =>
  name.replace(/(Ms|Micros|Seconds)$/, '').replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
