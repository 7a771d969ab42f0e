import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { systemQuery } from '../../api/system.ts';
import { useNow } from '../../app/use-now.ts';
import { Callout } from '../../components/callout.tsx';
import type { Progress } from './queries.ts';
import { isAutoPause, pauseReason, standstill, underWay } from './words.ts';

/** Why nothing is dialled right now, and what ends that; nothing at all while it goes well. */
export function Standstill({ progress }: { progress: Progress }) {
  const nowMs = useNow();
  const { data: system } = useQuery(systemQuery);
  const reason = pauseReason(progress);
  if (isAutoPause(progress)) {
    return (
      <Box tone="danger" title="Outdial paused it by itself">
        {reason}. Correct that, then resume it.
      </Box>
    );
  }
  if (progress.state === 'paused')
    return reason === '' ? null : (
      <Box tone="paused" title="Why it is paused">
        {reason}
      </Box>
    );
  if (progress.state !== 'running') return null;
  if (system?.dialing.state === 'nothing_is_dialing') {
    // What stands above every page already, with what waits and what still works, is not said twice.
    if (system.stopped !== null || system.warnings.length > 0) return null;
    return (
      <Box tone="danger" title={system.dialing.words}>
        What is due waits, and nothing is lost. Pause, cancel and every change here still work.{' '}
        <Link to="/system" className="link">
          What to do
        </Link>
      </Box>
    );
  }
  const hold = standstill(progress, nowMs);
  if (hold === null) return null;
  return (
    <Box tone={progress.stopped || progress.blockedReason !== null ? 'warning' : 'info'} title={hold.words}>
      {underWay(progress) > 0 && 'What is in progress goes on. '}
      What ends it: {hold.ends}
    </Box>
  );
}

function Box({
  tone,
  title,
  children,
}: {
  tone: 'danger' | 'warning' | 'info' | 'paused';
  title: string;
  children: React.ReactNode;
}) {
  return (
    <div className="mb-4">
      <Callout tone={tone} title={title}>
        {children}
      </Callout>
    </div>
  );
}
