import { clsx } from 'clsx';
import { useNow } from '../../../app/use-now.ts';
import { usePatchSearch } from '../../../app/use-patch-search.ts';
import { Button } from '../../../components/button.tsx';
import { Money } from '../../../components/money.tsx';
import { StatusPill } from '../../../components/status-pill.tsx';
import { statusWords } from '../../../format/status-words.ts';
import { ChannelIcon } from '../channel-icon.tsx';
import type { AppointmentDetail, Reminder } from '../shapes.ts';
import { forViewer, sayReason, sayWall, wallIn } from '../words.ts';
import { blockedBy } from './blocked-by.ts';
import { StepActions } from './step-actions.tsx';

/** Each step of the plan: when, where it stands, why then or why not, and what can be done with it. */
export const PlanTable = ({ appointment }: { appointment: AppointmentDetail }) => (
  <ul aria-label="Reminders of its plan" className="divide-y divide-line rounded-lg border border-line bg-surface">
    {appointment.plan.map((reminder) => (
      <Row key={reminder.key} reminder={reminder} appointment={appointment} />
    ))}
    {appointment.plan.length === 0 && <li className="px-4 py-3 text-subtle">Its programme has no steps.</li>}
  </ul>
);

function Row({ reminder, appointment }: { reminder: Reminder; appointment: AppointmentDetail }) {
  const nowMs = useNow();
  const patch = usePatchSearch();
  const { key, says, channel, state, dueAt, intendedAt, contactId, costMicros, attemptsMade, sharedBy } = reminder;
  const at = dueAt ?? intendedAt;
  const own = forViewer(at, appointment.zone);
  const isSkipped = state === 'skipped';
  const blocked = state === 'ready' || state === 'waiting' ? blockedBy(appointment, key) : undefined;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <ChannelIcon channel={channel} size={18} />
      <div className="min-w-0 flex-[1_1_12rem]">
        <p className={clsx('font-medium', (isSkipped || blocked !== undefined) && 'text-subtle')}>
          <span className={clsx(isSkipped && 'line-through')}>
            {sayWall(wallIn(appointment.zone, Date.parse(at)), nowMs)}
          </span>
          {own !== undefined && <span className="font-normal text-subtle"> ({own})</span>}
        </p>
        <p className="text-sm text-subtle">
          <span title={key}>{says}</span>
          {whyWords(reminder)}
          {blocked !== undefined && `: ${blocked}`}
          {sharedBy > 1 && `, one message for ${sharedBy} appointments`}
        </p>
      </div>
      <div className="flex flex-[0_1_13rem] flex-wrap items-center gap-x-2 gap-y-1">
        <StatusPill
          kind="contact"
          state={blocked === undefined ? state : 'suppressed'}
          {...(blocked === undefined ? {} : { words: 'Held back' })}
        />
        {attemptsMade > 0 && (
          <span className="text-sm text-subtle">
            {attemptsMade} tried
            {reminder.lastOutcome !== null && `, ${statusWords('outcome', reminder.lastOutcome).words.toLowerCase()}`}
          </span>
        )}
        {attemptsMade === 0 && !isSkipped && blocked === undefined && costMicros > 0 && (
          <span className="text-sm text-subtle">
            at most <Money micros={costMicros} currency={appointment.cost.currency} />
          </span>
        )}
      </div>
      <div className="ml-auto flex items-center justify-end gap-1 sm:w-52">
        {contactId !== null && (
          <Button
            size="sm"
            kind="ghost"
            aria-label={`Why ${says} is where it is`}
            onClick={() => patch({ contact: contactId }, { push: true })}
          >
            Why
          </Button>
        )}
        <StepActions reminder={reminder} appointment={appointment} />
      </div>
    </li>
  );
}

function whyWords({ reason, state, stateReason }: Reminder): string {
  if (reason !== null) return `: ${sayReason(reason)}`;
  if (stateReason !== null && !['reached', 'waiting', 'ready', 'in_flight'].includes(state))
    return `: ${sayReason(stateReason)}`;
  return '';
}
