import { StackedBar } from '../../components/stacked-bar.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { partsOf } from './parts.ts';

/** What a campaign looks like once there is one. */
export const ListSample = () => (
  <figure aria-label="How a campaign looks here" className="m-0 rounded-lg border border-line p-4">
    <div className="mb-3 flex flex-wrap items-center gap-3">
      <span className="font-medium">Spring renewals</span>
      <StatusPill kind="run" state="running" />
      <span className="ml-auto text-sm text-subtle">a sample</span>
    </div>
    <StackedBar
      label="Contacts of the sample"
      parts={partsOf({ reached: 1_204, in_flight: 48, waiting: 1_020, exhausted: 96, suppressed: 63 })}
    />
  </figure>
);
