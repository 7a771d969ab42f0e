import { useState } from 'react';
import { useNow } from '../../../app/use-now.ts';
import { useScope } from '../../../app/session/use-session.ts';
import { Button } from '../../../components/button.tsx';
import { Callout } from '../../../components/callout.tsx';
import { HELD_UP } from '../held-up.ts';
import { Moment } from '../moment.tsx';
import type { AppointmentDetail } from '../shapes.ts';
import { withLocalTimes } from './entry-words.ts';
import { MoveDialog } from './move-dialog.tsx';

/** Why nothing goes out at the moment, until when it can wait, and what to do about it (S8). */
export function HoldUps({ appointment }: { appointment: AppointmentDetail }) {
  const { heldUp, zone } = appointment;
  const nowMs = useNow();
  const [choosing, setChoosing] = useState(false);
  const { missing } = useScope('campaigns:write');
  if (heldUp.length === 0) return null;
  return (
    <div className="mb-5 flex flex-col gap-2">
      {heldUp.map(({ code, message, at, until }) => (
        <Callout
          key={code + message}
          tone={HELD_UP[code].tone}
          title={HELD_UP[code].title}
          actions={
            code === 'zone_unknown' ? (
              <Button size="sm" missing={missing} onClick={() => setChoosing(true)}>
                Choose the zone
              </Button>
            ) : undefined
          }
        >
          {withLocalTimes(message, zone, nowMs)}{' '}
          {at !== null && code !== 'near_another' && (
            <>
              Since <Moment at={at} zone={zone} relative />.{' '}
            </>
          )}
          {until !== null && (
            <b>
              It can wait until <Moment at={until} zone={zone} relative />, then it is given up.
            </b>
          )}
        </Callout>
      ))}
      {choosing && <MoveDialog appointment={appointment} onClose={() => setChoosing(false)} />}
    </div>
  );
}
