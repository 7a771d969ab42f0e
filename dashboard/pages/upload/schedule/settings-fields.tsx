import type { ReactNode } from 'react';
import { DaysOff } from './days-off.tsx';
import type { FieldsForm } from './fields-form.ts';
import { HoursEditor } from './hours-editor.tsx';
import { LimitFields } from './limit-fields.tsx';
import { RetryFields } from './retry-fields.tsx';
import { SettingsCard } from './settings-card.tsx';
import { StartFields } from './start-fields.tsx';

/** Every setting that may change, before a launch and after it: the wizard and the campaign have the same fields. */
export const SettingsFields = ({ form, changeNumber }: { form: FieldsForm; changeNumber?: ReactNode }) => (
  <div className="grid min-w-0 items-start gap-5 lg:grid-cols-2">
    <div className="flex min-w-0 flex-col gap-5">
      <SettingsCard title="Start and end">
        <StartFields form={form} />
      </SettingsCard>
      <SettingsCard
        title="Calling hours"
        note="By the clock where each person is. Where the law of a place is narrower, the law holds; nothing here widens it."
      >
        <HoursEditor form={form} />
      </SettingsCard>
      <SettingsCard title="Days off">
        <DaysOff form={form} />
      </SettingsCard>
    </div>
    <div className="flex min-w-0 flex-col gap-5">
      <SettingsCard
        title="Tries"
        note="Per person. A person who was reached, said no or does not exist is not tried again."
      >
        <RetryFields form={form} />
      </SettingsCard>
      <SettingsCard title="Speed and money">
        <LimitFields form={form} changeNumber={changeNumber} />
      </SettingsCard>
    </div>
  </div>
);
