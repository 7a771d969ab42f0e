import type { Account } from '../../api/accounts.ts';
import { Pill } from '../../components/pill.tsx';
import { StatusPill } from '../../components/status-pill.tsx';

/** Stopped by hand, or what its breaker says. */
export const AccountState = ({ account: { stoppedAt, breaker } }: { account: Account }) =>
  stoppedAt === null ? (
    <StatusPill kind="breaker" state={breaker.state} />
  ) : (
    <Pill tone="final" size="sm">
      Stopped
    </Pill>
  );
