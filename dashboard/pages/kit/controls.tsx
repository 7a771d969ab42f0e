import { Pause, Plus, Trash2, Download } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Can } from '../../components/can.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { Combobox } from '../../components/combobox.tsx';
import { Field } from '../../components/field.tsx';
import { FileDrop } from '../../components/file-drop.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Input, Textarea } from '../../components/input.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { Radio } from '../../components/radio.tsx';
import { Select } from '../../components/select.tsx';
import { Switch } from '../../components/switch.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { Row, Section } from './section.tsx';

const ZONES = ['America/Chicago', 'America/New_York', 'America/Los_Angeles', 'Europe/Berlin', 'Asia/Tokyo'].map(
  (value) => ({ value, label: value.replaceAll('_', ' ') }),
);
const SPEEDS = [
  { value: 'slow', label: '10 a minute' },
  { value: 'mid', label: '50 a minute' },
  { value: 'fast', label: 'As fast as allowed' },
] as const;
type Speed = (typeof SPEEDS)[number]['value'];

export function ControlSamples() {
  const [zone, setZone] = useState<string | undefined>('America/Chicago');
  const [speed, setSpeed] = useState<Speed>('mid');
  const [policy, setPolicy] = useState<'skip' | 'all'>('skip');
  const [on, setOn] = useState(true);
  return (
    <>
      <Section title="Buttons">
        <Row>
          <Button kind="primary" icon={<Plus size={14} />}>
            New campaign
          </Button>
          <Button icon={<Pause size={14} />}>Pause</Button>
          <Button kind="ghost">Go back</Button>
          <Button kind="danger">Cancel the campaign</Button>
          <Button kind="danger-quiet" icon={<Trash2 size={14} />}>
            Remove
          </Button>
          <Button busy>Pausing</Button>
          <Button disabled>Disabled</Button>
          <Can scope="credits:write">{({ missing }) => <Button missing={missing}>Add credit</Button>}</Can>
        </Row>
        <Row>
          <Button size="sm" kind="primary">
            Small
          </Button>
          <Button size="sm">Small</Button>
          <IconButton label="Download as CSV" icon={<Download size={16} />} />
          <IconButton size="sm" kind="secondary" label="Pause" icon={<Pause size={14} />} />
          <Kbd keys="mod+k" />
          <Kbd keys="g c" />
        </Row>
      </Section>
      <Section title="Fields">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Name" hint="As it stands in the list of campaigns.">
            <Input defaultValue="March renewals" />
          </Field>
          <Field label="Calls a second" error="The provider allows at most 5.">
            <Input defaultValue="12" inputMode="decimal" trail="/ s" />
          </Field>
          <Field label="Speed">
            <Select options={SPEEDS} value={speed} onChange={setSpeed} />
          </Field>
          <Field label="Time zone" optional>
            <Combobox options={ZONES} value={zone} onChange={setZone} placeholder="Type a city" />
          </Field>
          <Field label="Reason">
            <Textarea placeholder="Why, in a few words" />
          </Field>
          <div className="flex flex-col gap-3">
            <Checkbox checked={on} onChange={setOn} label="Leave out federal holidays" hint="11 days in 2026" />
            <Checkbox checked="indeterminate" onChange={() => {}} label="All states" />
            <Switch checked={on} onChange={setOn} label="Text those who do not answer" />
            <Radio
              label="Rows with errors"
              value={policy}
              onChange={setPolicy}
              options={[
                { value: 'skip', label: 'Skip bad rows', hint: '41 of 2,472 are left out' },
                { value: 'all', label: 'All or nothing' },
              ]}
            />
          </div>
        </div>
        <FileDrop
          label="Choose a CSV file, or drop it here"
          hint="UTF-8 or Excel's own, up to 1 GB and 5 million rows."
          onFile={() => {}}
        />
      </Section>
      <Section title="Filters and tabs">
        <FilterBar
          search={{ state: ['failed', 'waiting'], q: 'smith' }}
          filters={[
            { kind: 'search', name: 'q', label: 'Search contacts', placeholder: 'Phone or external id' },
            {
              kind: 'some',
              name: 'state',
              label: 'State',
              options: [
                { value: 'failed', label: 'Failed', count: 412 },
                { value: 'waiting', label: 'Waiting', count: 1204 },
                { value: 'reached', label: 'Reached', count: 2431 },
              ],
            },
            { kind: 'one', name: 'number', label: 'Caller id', options: [{ value: 'a', label: '+1 212 555 0100' }] },
          ]}
        >
          <Button size="sm" icon={<Download size={14} />}>
            CSV
          </Button>
        </FilterBar>
        <Tabs
          label="Sample"
          value={undefined}
          tabs={[
            { value: 'a', label: 'Causes', count: '7', content: 'What went wrong, by cause.' },
            { value: 'b', label: 'Numbers', content: 'By caller id.' },
          ]}
        />
      </Section>
    </>
  );
}
