import { Field } from '../../components/field.tsx';
import { Select } from '../../components/select.tsx';
import type { Scope } from './queries.ts';

const PURPOSES = [
  { value: '', label: 'Every purpose' },
  { value: 'marketing', label: 'Marketing only' },
  { value: 'informational', label: 'Informational only' },
  { value: 'emergency', label: 'Emergency only' },
];
const CHANNELS = [
  { value: '', label: 'Calls and texts' },
  { value: 'call', label: 'Calls only' },
  { value: 'sms', label: 'Texts only' },
];

export interface ScopeForm {
  purpose: string;
  channel: string;
}
export const EVERYTHING: ScopeForm = { purpose: '', channel: '' };

/** What is left out means all. */
export const scopeOf = ({ purpose, channel }: ScopeForm): Scope => ({
  ...(purpose === '' ? {} : { purpose }),
  ...(channel === '' ? {} : { channel }),
});

interface ScopeFieldsProps {
  value: ScopeForm;
  onChange: (value: ScopeForm) => void;
}

/** To which purpose and channel it was said. */
export const ScopeFields = ({ value, onChange }: ScopeFieldsProps) => (
  <div className="grid gap-4 sm:grid-cols-2">
    <Field label="Purpose">
      <Select options={PURPOSES} value={value.purpose} onChange={(purpose) => onChange({ ...value, purpose })} />
    </Field>
    <Field label="Channel">
      <Select options={CHANNELS} value={value.channel} onChange={(channel) => onChange({ ...value, channel })} />
    </Field>
  </div>
);
