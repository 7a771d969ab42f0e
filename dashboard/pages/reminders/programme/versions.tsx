import { useInfiniteQuery } from '@tanstack/react-query';
import { rowsOf } from '../../../api/paged.ts';
import { Button } from '../../../components/button.tsx';
import { Pill } from '../../../components/pill.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { Time } from '../../../components/time.tsx';
import { useCurrency } from '../accounts.ts';
import { actorWords } from '../appointment/entry-words.ts';
import { versionsQuery } from '../queries.ts';
import type { ProgrammeVersion } from '../shapes.ts';
import { versionChanges } from './version-changes.ts';

/** What it was told, by whom, and what each version changed. */
export function ProgrammeVersions({ programmeId, current }: { programmeId: string; current: number }) {
  const query = useInfiniteQuery(versionsQuery(programmeId));
  const rows = rowsOf(query.data) ?? [];
  return (
    <QueryView query={query} what="The versions">
      {() => (
        <>
          <ol className="flex flex-col gap-3">
            {rows.map((version, at) => (
              <Version
                key={version.version}
                version={version}
                before={rows[at + 1]}
                isCurrent={version.version === current}
              />
            ))}
          </ol>
          {query.hasNextPage && (
            <div className="mt-3">
              <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                Older versions
              </Button>
            </div>
          )}
        </>
      )}
    </QueryView>
  );
}

interface VersionProps {
  version: ProgrammeVersion;
  before: ProgrammeVersion | undefined;
  isCurrent: boolean;
}

function Version({ version, before, isCurrent }: VersionProps) {
  const currency = useCurrency(version.settings.steps[0]?.actions[0]?.accountId);
  const changes = before === undefined ? [] : versionChanges(before.settings, version.settings, currency);
  return (
    <li className="rounded-lg border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-semibold">Version {version.version}</span>
        {isCurrent && (
          <Pill tone="done" size="sm">
            Holds now
          </Pill>
        )}
        <span className="text-sm text-subtle">
          by {actorWords(version.createdBy)}, <Time at={version.createdAt} as="both" />
        </span>
      </div>
      {changes.length > 0 && (
        <ul className="mt-2 flex flex-col gap-2">
          {changes.map(({ topic, was, is }) => (
            <li key={topic}>
              <p className="text-sm text-subtle">{topic}</p>
              {was !== '' && <p className="text-subtle line-through">{was}</p>}
              {is !== '' && <p>{is}</p>}
            </li>
          ))}
        </ul>
      )}
      {changes.length === 0 && (
        <p className="mt-1 text-muted">
          {before === undefined
            ? `Its steps: ${version.settings.steps.map(({ key }) => key).join(', ')}`
            : 'The same in words.'}
        </p>
      )}
    </li>
  );
}
