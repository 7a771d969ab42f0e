import { useNow } from '../../../app/use-now.ts';
import { Pill } from '../../../components/pill.tsx';
import { StatusPill } from '../../../components/status-pill.tsx';
import { ChannelIcon } from '../channel-icon.tsx';
import { Moment } from '../moment.tsx';
import type { AppointmentVersion } from '../shapes.ts';
import { actorWords, causeWords } from './entry-words.ts';
import { sayMoment, sayReason, sayWall, wallIn } from '../words.ts';

/** Who moved it and why, and what was planned each time; latest first (S6). */
export const Versions = ({ versions }: { versions: readonly AppointmentVersion[] }) => (
  <ol className="flex flex-col gap-3">
    {versions.toReversed().map((version) => (
      <Version key={version.version} version={version} />
    ))}
  </ol>
);

function Version({ version }: { version: AppointmentVersion }) {
  const nowMs = useNow();
  const why = causeWords(version.cause);
  const { change, by, createdAt, startsAt, zone, state, plan, programmeVersion } = version;
  return (
    <li className="rounded-lg border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-semibold">Version {version.version}</span>
        <Pill tone="info" size="sm">
          {change.replaceAll('_', ' ')}
        </Pill>
        <StatusPill kind="appointment" state={state} />
        <span className="text-sm text-subtle">
          by {actorWords(by)}, <Moment at={createdAt} zone={zone} relative />
        </span>
      </div>
      <p className="mt-1">{sayMoment(startsAt, zone, nowMs)}</p>
      {why !== undefined && <p className="text-muted">Why: {why}</p>}
      <ul className="mt-2 flex flex-col gap-1 text-sm">
        {plan.map(({ key, says, channel, status, reason, dueAt }) => (
          <li key={key} className="flex flex-wrap items-center gap-x-2">
            <ChannelIcon channel={channel} />
            <span title={key}>{says}</span>
            <span className="text-subtle">
              {status === 'skipped' || dueAt === null
                ? 'not sent'
                : `${status} ${sayWall(wallIn(zone, Date.parse(dueAt)), nowMs)}`}
              {reason !== null && `: ${sayReason(reason)}`}
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-xs text-subtle">Planned by version {programmeVersion} of the programme.</p>
    </li>
  );
}
