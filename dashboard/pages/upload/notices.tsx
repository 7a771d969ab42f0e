import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Time } from '../../components/time.tsx';
import { useSession } from '../../app/session/use-session.ts';
import { actorFirst } from './actor-words.ts';
import { isOwnVersion, useDraft } from './draft-context.tsx';

/** What others did to the draft meanwhile: nothing of it is overwritten without being seen. */
export function Notices() {
  const { draft, conflict, setConflict } = useDraft();
  const { user } = useSession();
  const client = useQueryClient();
  const [seen, setSeen] = useState(draft.version);
  const byOther = draft.changedBy !== `user:${user.email}` && !isOwnVersion(draft);
  if (conflict !== null) {
    const { changedBy, changedAt } = conflict.parts.details ?? {};
    return (
      <div className="mb-4">
        <Callout
          tone="warning"
          title={`${actorFirst(typeof changedBy === 'string' ? changedBy : null)} changed this draft before you`}
          actions={
            <Button
              size="sm"
              onClick={() => {
                setConflict(null);
                setSeen(Number.POSITIVE_INFINITY);
                void client.invalidateQueries({ queryKey: ['import', draft.id] });
              }}
            >
              Show the new version
            </Button>
          }
        >
          Your last change was not saved
          {typeof changedAt === 'string' && (
            <>
              ; theirs is of <Time at={changedAt} as="both" />
            </>
          )}
          . Look at it, then repeat yours.
        </Callout>
      </div>
    );
  }
  if (!byOther || draft.version <= seen || draft.changedBy === null) return null;
  return (
    <div className="mb-4">
      <Callout
        tone="info"
        title={`${actorFirst(draft.changedBy)} changed this draft`}
        actions={
          <Button size="sm" onClick={() => setSeen(draft.version)}>
            Understood
          </Button>
        }
      >
        At <Time at={draft.changedAt} as="both" />. What you see is the new state.
      </Callout>
    </div>
  );
}
