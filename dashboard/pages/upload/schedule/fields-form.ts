import type { settingsChange } from '../../../../api/schemas/campaigns.ts';
import type { Body } from '../../../api/client.ts';
import type { Hold } from '../../../components/use-held.ts';
import type { Settings } from '../queries.ts';

export type Change = Omit<Body<typeof settingsChange>, 'steps'>;

/** What the fields of settings need, in the wizard as in a campaign that runs. */
export interface FieldsForm {
  /** As they are shown: stored, with what was just changed. */
  settings: Settings;
  /** As they are stored. */
  stored: Settings;
  change: (change: Change) => void;
  /** What the server said of one field, by its JSON pointer. */
  errorOf: (pointer: string) => string | undefined;
  hold: Hold;
}
