import { useQuery } from '@tanstack/react-query';
import { useScope } from '../../../app/session/use-session.ts';
import { Checkbox } from '../../../components/checkbox.tsx';
import { Field } from '../../../components/field.tsx';
import { Input } from '../../../components/input.tsx';
import { Radio } from '../../../components/radio.tsx';
import { Select } from '../../../components/select.tsx';
import { phoneWords } from '../../../format/phone.ts';
import { localZone } from '../../../format/time.ts';
import type { PickedCampaign } from '../../failures/contact-filter.ts';
import { numbersQuery } from '../queries.ts';
import { CampaignsField } from './campaigns-field.tsx';
import type { FormErrors, PlanForm } from './plan-form.ts';

interface OptionsFormProps {
  form: PlanForm;
  errors: FormErrors;
  campaigns: readonly PickedCampaign[];
  onChange: (change: Partial<PlanForm>) => void;
}

export function OptionsForm({ form, errors, campaigns, onChange }: OptionsFormProps) {
  const { missing: notAdmin } = useScope('admin');
  return (
    <>
      {campaigns.length > 1 && (
        <CampaignsField
          campaigns={campaigns}
          chosen={form.campaignIds}
          error={errors.campaignIds}
          onChange={(campaignIds) => onChange({ campaignIds })}
        />
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Reason" error={errors.reason} hint="Shown to others, and kept in the audit trail.">
          <Input
            autoFocus
            maxLength={1_000}
            value={form.reason}
            placeholder="Why these, and why now"
            onChange={(event) => onChange({ reason: event.target.value })}
          />
        </Field>
        <Field label="Name" error={errors.name} hint="In the list of retry runs.">
          <Input maxLength={200} value={form.name} onChange={(event) => onChange({ name: event.target.value })} />
        </Field>
      </div>
      <Block title="When">
        <Radio
          label="When"
          value={form.when}
          onChange={(when) => onChange({ when })}
          options={[
            {
              value: 'now',
              label: 'Now',
              hint: 'Who is outside their calling hours waits for the next ones by itself.',
            },
            { value: 'at', label: 'Not before a time', hint: 'Calling hours hold then, too.' },
          ]}
        />
        {form.when === 'at' && (
          <div className="ml-6 w-56">
            <Field label="Day and time" error={errors.at} hint={`Your time: ${localZone()}`}>
              <Input type="datetime-local" value={form.at} onChange={(event) => onChange({ at: event.target.value })} />
            </Field>
          </div>
        )}
      </Block>
      <Block title="How">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Pace" error={errors.pacePerMinute} hint="Empty: as fast as the campaign.">
            <Input
              inputMode="decimal"
              placeholder="as the campaign"
              trail="/ min"
              value={form.pacePerMinute}
              onChange={(event) => onChange({ pacePerMinute: event.target.value })}
            />
          </Field>
          <CallerField form={form} onChange={onChange} />
        </div>
      </Block>
      <Block title="Safety">
        <Checkbox
          checked={form.canary}
          onChange={(canary) => onChange({ canary })}
          label="Try a few first (canary)"
          hint="Chosen across the group. The rest follows only when they went well."
        />
        {form.canary && (
          <div className="ml-6 grid max-w-md gap-4 sm:grid-cols-2">
            <Field label="So many first" error={errors.canaryCount}>
              <Input
                inputMode="numeric"
                value={form.canaryCount}
                onChange={(event) => onChange({ canaryCount: event.target.value })}
              />
            </Field>
            <Field label="Stop when more fail than" error={errors.stopAbove}>
              <Input
                inputMode="decimal"
                trail="%"
                value={form.stopAbove}
                onChange={(event) => onChange({ stopAbove: event.target.value })}
              />
            </Field>
          </div>
        )}
        <Checkbox
          checked={form.override}
          disabled={notAdmin !== undefined}
          onChange={(override) => onChange({ override })}
          label="Also who has had all attempts that the campaign allows"
          hint={
            notAdmin ??
            'People are called more often than the campaign promises. Your reason stands in the audit trail.'
          }
        />
      </Block>
    </>
  );
}

const Block = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <fieldset className="flex flex-col gap-3 rounded-lg border border-line p-4">
    <legend className="px-1 text-sm font-semibold">{title}</legend>
    {children}
  </fieldset>
);

/** Another caller ID, and by it another account or provider. */
function CallerField({ form, onChange }: Pick<OptionsFormProps, 'form' | 'onChange'>) {
  const { data } = useQuery(numbersQuery);
  const numbers = (data?.items ?? []).filter(({ status }) => status === 'active');
  return (
    <div className="flex flex-col gap-3">
      <Field label="Caller ID" hint="Another one may be of another account or provider.">
        <Select
          value={form.numberId}
          onChange={(numberId) => onChange({ numberId })}
          options={[
            { value: '', label: 'As the campaign' },
            ...numbers.map(({ id, phone, label, accountName }) => ({
              value: id,
              label: `${phoneWords(phone)}${label === null ? '' : `, ${label}`}`,
              group: accountName,
            })),
          ]}
        />
      </Field>
      {form.numberId !== '' && (
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="For its">
            <Select
              value={form.channel}
              onChange={(channel) => onChange({ channel })}
              options={[
                { value: 'call', label: 'Calls' },
                { value: 'sms', label: 'Texts' },
              ]}
            />
          </Field>
          {form.channel === 'call' && (
            <Field label="Agent" optional hint="Where that account needs one.">
              <Input value={form.agentRef} onChange={(event) => onChange({ agentRef: event.target.value })} />
            </Field>
          )}
        </div>
      )}
    </div>
  );
}
