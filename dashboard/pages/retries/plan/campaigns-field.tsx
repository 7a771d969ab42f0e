import { Checkbox } from '../../../components/checkbox.tsx';
import { count, plural } from '../../../format/number.ts';
import type { PickedCampaign } from '../../failures/contact-filter.ts';

interface CampaignsFieldProps {
  campaigns: readonly PickedCampaign[];
  chosen: readonly string[];
  error: string | undefined;
  onChange: (chosen: readonly string[]) => void;
}

/** Which campaigns a retry is planned for: each by its own hours, texts and limits, so each in a run of its own. */
export function CampaignsField({ campaigns, chosen, error, onChange }: CampaignsFieldProps) {
  const contacts = campaigns.reduce((sum, { id, contacts: of }) => sum + (chosen.includes(id) ? of : 0), 0);
  const isAll = chosen.length === campaigns.length;
  return (
    <fieldset className="rounded-lg border border-line p-4">
      <legend className="px-1 text-sm font-semibold">Campaigns</legend>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-3 border-b border-line pb-2">
        <Checkbox
          label={`All ${count(campaigns.length)} campaigns`}
          checked={isAll ? true : chosen.length === 0 ? false : 'indeterminate'}
          onChange={() => onChange(isAll ? [] : campaigns.map(({ id }) => id))}
        />
        <span role="status" className="text-sm text-subtle">
          {plural(contacts, 'contact')} in {plural(chosen.length, 'campaign')}
        </span>
      </div>
      <ul className="flex max-h-44 flex-col gap-1.5 overflow-y-auto">
        {campaigns.map(({ id, name, contacts: of }) => (
          <li key={id} className="flex items-baseline justify-between gap-3">
            <Checkbox
              label={name}
              checked={chosen.includes(id)}
              onChange={(on) => onChange(on ? [...chosen, id] : chosen.filter((one) => one !== id))}
            />
            <span className="text-sm text-subtle">{plural(of, 'contact')}</span>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-sm text-subtle">
        Each is dialled by its own hours, texts and limits: one plan and one run a campaign.
      </p>
      {error !== undefined && (
        <p role="alert" data-tone="danger" className="mt-1 text-sm text-tone-fg">
          {error}
        </p>
      )}
    </fieldset>
  );
}
