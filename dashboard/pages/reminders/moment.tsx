import { useNow } from '../../app/use-now.ts';
import { Time } from '../../components/time.tsx';
import { sayMoment } from './words.ts';

interface MomentProps {
  at: string;
  /** Whose clock it is told on first. */
  zone: string;
  /** With how long ago or from now on. */
  relative?: boolean;
}

/** An instant on the recipient's clock and on the viewer's, so that nobody takes the one for the other (E2). */
export function Moment({ at, zone, relative = false }: MomentProps) {
  const nowMs = useNow();
  return (
    <>
      <time dateTime={at}>{sayMoment(at, zone, nowMs)}</time>
      {relative && (
        <>
          , <Time at={at} as="relative" zone={zone} />
        </>
      )}
    </>
  );
}
