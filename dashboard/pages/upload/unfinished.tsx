import { Link } from '@tanstack/react-router';
import { StatusPill } from '../../components/status-pill.tsx';
import { Time } from '../../components/time.tsx';
import { bytes, plural } from '../../format/number.ts';
import { actorWords } from './actor-words.ts';
import type { Draft } from './queries.ts';

/** Drafts that wait for somebody to go on. */
export const Unfinished = ({ drafts }: { drafts: readonly Draft[] }) => (
  <section className="mt-8" aria-labelledby="unfinished">
    <div className="mb-3 flex items-baseline justify-between gap-4">
      <h2 id="unfinished" className="text-lg font-semibold">
        Go on with
      </h2>
      <Link to="/uploads" className="link text-sm">
        All uploads
      </Link>
    </div>
    <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {drafts.map((draft) => (
        <li key={draft.id}>
          <Link
            to="/uploads/$importId"
            params={{ importId: draft.id }}
            className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 hover:bg-hover"
          >
            <span className="min-w-0 flex-[1_1_12rem] truncate font-medium">{draft.fileName}</span>
            <StatusPill kind="import" state={draft.state} />
            <span className="text-sm text-subtle">
              {draft.rowsRead > 0 ? plural(draft.rowsRead, 'row') : bytes(draft.totalBytes ?? draft.fileBytes)}
            </span>
            <span className="text-sm text-subtle">
              <Time at={draft.createdAt} as="relative" /> by {actorWords(draft.createdBy)}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  </section>
);
