import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { Button } from '../../../components/button.tsx';
import { Callout } from '../../../components/callout.tsx';
import { Progress } from '../../../components/progress.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { bytes, count, plural } from '../../../format/number.ts';
import { duration } from '../../../format/time.ts';
import { useDraft, useEdit } from '../draft-context.tsx';
import { startCheck } from '../edits.ts';
import { groupsQuery, isAtWork, type Draft, type Inspection } from '../queries.ts';
import { isOfPeople } from '../search.ts';
import { isForLaunch, mustBeSaid } from '../step-state.ts';
import { StepFooter } from '../step-footer.tsx';
import { CommitList } from './commit-list.tsx';
import { GroupList } from './group-list.tsx';
import { PeopleList } from './people-list.tsx';
import { Policy } from './policy.tsx';
import { Rejects } from './rejects.tsx';
import { Totals } from './totals.tsx';

const route = getRouteApi('/app/uploads/$importId');

/** Step 3: every row looked at, what is wrong with it, and how it is repaired. */
export function CheckStep({ inspection }: { inspection: Inspection | undefined }) {
  const { draft, campaign, missing } = useDraft();
  const { part, group } = route.useSearch();
  const edit = useEdit();
  const looked = draft.state !== 'uploaded' && draft.state !== 'failed';
  const groups = useQuery({ ...groupsQuery(draft.id, seenOf(draft)), enabled: looked });
  const open = inspection?.questions.some((question) => mustBeSaid(draft, question)) ?? true;
  const start = (): void => void edit.run((version) => startCheck(draft.id, version));
  // Somebody who comes here wants it checked; a list that failed or was changed waits for the press of a button.
  const begun = useRef(false);
  const waits = draft.state === 'uploaded' && draft.wanted === 'upload' && !open && missing === undefined;
  useEffect(() => {
    if (!waits || begun.current) return;
    begun.current = true;
    void edit.run((version) => startCheck(draft.id, version));
  });
  const working = isAtWork(draft);
  const launching = isForLaunch(draft, campaign);
  return (
    <>
      <div className="flex flex-col gap-5">
        {draft.failure !== null && (
          <Callout
            tone="danger"
            title={draft.failure.message}
            actions={
              draft.state === 'failed' ? (
                <Button size="sm" busy={edit.busy} missing={missing} onClick={start}>
                  Check it again
                </Button>
              ) : undefined
            }
          >
            {draft.failure.line !== undefined && `Line ${count(draft.failure.line)}. `}
            {draft.failure.repair}
          </Callout>
        )}
        {working && <AtWork draft={draft} />}
        {!working && draft.state === 'uploaded' && (
          <Callout
            tone="info"
            title="Not checked yet"
            actions={
              <Button
                size="sm"
                kind="primary"
                busy={edit.busy}
                missing={missing ?? (open ? 'Answer the questions of step 2 first.' : undefined)}
                onClick={start}
              >
                Check every row
              </Button>
            }
          >
            {draft.version > 1
              ? 'How the list is read was changed: its rows are looked at anew.'
              : 'Every row is looked at before anything is taken in.'}
          </Callout>
        )}
        {looked && (
          <QueryView query={groups} what="The problems">
            {({ totals, items }) => (
              <div className="flex flex-col gap-5">
                {(totals.rows > 0 || !working) && <Totals totals={totals} items={items} part={part} />}
                {draft.rejectedRows > 0 && draft.rowsRead > 0 && draft.acceptedRows === 0 && !working && (
                  <Callout tone="danger" title="Not one row can be used">
                    All {plural(draft.rowsRead, 'row')} are set aside. Most often the wrong column is taken for the
                    phone number, or the country of national numbers is missing: both are said in step 2.
                  </Callout>
                )}
                {isOfPeople(part) ? (
                  <PeopleList key={part} part={part} />
                ) : (
                  (items.length > 0 || !working) && <GroupList groups={items} part={part} open={group} />
                )}
                {totals.rejected > 0 && <Rejects totals={totals} />}
                {totals.rejected > 0 && draft.state === 'checked' && <Policy rejected={totals.rejected} />}
              </div>
            )}
          </QueryView>
        )}
      </div>
      {launching ? (
        <StepFooter
          back="map"
          next="schedule"
          blocked={
            working
              ? 'Wait until every row was looked at.'
              : draft.state !== 'checked' && draft.state !== 'done'
                ? 'Check the list first.'
                : campaign === null
                  ? 'Say in step 2 what people get.'
                  : draft.acceptedRows === 0
                    ? 'Not one row can be used yet.'
                    : undefined
          }
        />
      ) : (
        <StepFooter back="map">
          <CommitList />
        </StepFooter>
      )}
    </>
  );
}

/**
 * Rows of the same version are looked at again after it was made, sometimes before anybody saw them at it: what they came
 * to is part of the key, so that groups of before are not taken for those of after.
 */
const seenOf = (draft: Draft): string => {
  const { version, acceptedRows, rejectedRows, duplicateRows, committedRows } = draft;
  return isAtWork(draft)
    ? `${version} at work`
    : [version, acceptedRows, rejectedRows, duplicateRows, committedRows].join(' ');
};

function AtWork({ draft }: { draft: Draft }) {
  const left = draft.secondsLeft === null ? '' : `, ${duration(draft.secondsLeft * 1_000)} left`;
  const { state } = draft;
  if (state === 'committing') {
    return (
      <Progress
        label="Taking people in"
        value={draft.committedRows}
        max={draft.acceptedRows}
        words={`${count(draft.committedRows)} of ${count(draft.acceptedRows)}${left}`}
      />
    );
  }
  if (state === 'undoing')
    return (
      <Progress
        label="Taking people back"
        value={draft.undoneRows}
        max={draft.committedRows}
        words={`${count(draft.undoneRows)} of ${count(draft.committedRows)}${left}`}
      />
    );
  if (state === 'checked') return <Progress label="Looking at the changed rows" value={0} max={1} words="A moment" />;
  return (
    <Progress
      label={state === 'checking' ? 'Looking at every row' : 'Waiting for its turn'}
      value={draft.bytesRead}
      max={draft.fileBytes}
      words={`${plural(draft.rowsRead, 'row')}, ${bytes(draft.bytesRead)} of ${bytes(draft.fileBytes)}${left}`}
    />
  );
}
