import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, use, useState, type ReactNode } from 'react';
import { toProblem, type ApiProblem } from '../../api/problem.ts';
import { useScope } from '../../app/session/use-session.ts';
import { toast } from '../../components/toast-store.ts';
import { importQuery, isAtWork, type Campaign, type Draft } from './queries.ts';

interface DraftState {
  draft: Draft;
  /** The campaign that gets the list; null = none yet. */
  campaign: Campaign | null;
  /** Why how it is read cannot be changed: a missing scope, or its state. */
  missing: string | undefined;
  /** Set when somebody else changed the draft before our change came. */
  conflict: ApiProblem | null;
  setConflict: (problem: ApiProblem | null) => void;
}

const DraftContext = createContext<DraftState | null>(null);

export function useDraft(): DraftState {
  const state = use(DraftContext);
  if (state === null) throw new Error('useDraft outside of an upload');
  return state;
}

export function DraftProvider({
  draft,
  campaign,
  children,
}: Pick<DraftState, 'draft' | 'campaign'> & { children: ReactNode }) {
  const [conflict, setConflict] = useState<ApiProblem | null>(null);
  const scope = useScope('imports:write');
  const missing = scope.missing ?? whyFixed(draft);
  return <DraftContext value={{ draft, campaign, missing, conflict, setConflict }}>{children}</DraftContext>;
}

function whyFixed(draft: Draft): string | undefined {
  if (isAtWork(draft)) return 'Wait until this step is over.';
  switch (draft.state) {
    case 'committing':
    case 'done':
      return 'The people of this list are taken in. To read it differently, take it back and upload it again.';
    case 'undone':
    case 'undoing':
      return 'This list was taken back. Upload it again.';
    case 'cancelled':
      return 'This upload was cancelled. Upload it again.';
    default:
      return undefined;
  }
}

/** One change after the other, each on the version that the one before has made. */
let tail: Promise<unknown> = Promise.resolve();

interface Edited {
  version: number;
}

/** Changes the draft as it is seen here; a change that somebody else made first is shown, never overwritten. */
export function useEdit(): { run: (edit: (version: number) => Promise<Edited>) => Promise<boolean>; busy: boolean } {
  const { draft, setConflict } = useDraft();
  const client = useQueryClient();
  const [pending, setPending] = useState(0);
  const run = async (edit: (version: number) => Promise<Edited>): Promise<boolean> => {
    setPending((count) => count + 1);
    const turn = tail.then(async () => keepVersion(client, draft.id, await edit(versionOf(client, draft))));
    tail = turn.catch(() => {});
    try {
      await turn;
      return true;
    } catch (error) {
      const problem = toProblem(error);
      if (problem.code === 'draft_changed') setConflict(problem);
      else toast({ tone: 'danger', title: problem.message, detail: problem.parts.repair });
      return false;
    } finally {
      setPending((count) => count - 1);
      void client.invalidateQueries({ queryKey: importQuery(draft.id).queryKey, exact: true });
    }
  };
  return { run, busy: pending > 0 };
}

const versionOf = (client: QueryClient, draft: Draft): number =>
  client.getQueryData(importQuery(draft.id).queryKey)?.version ?? draft.version;

function keepVersion(client: QueryClient, importId: string, { version }: Edited): void {
  ownVersions.add(`${importId} ${version}`);
  client.setQueryData(importQuery(importId).queryKey, (known) => (known === undefined ? known : { ...known, version }));
}

/** Versions that this tab has made, so that those of others stand out. */
const ownVersions = new Set<string>();
export const isOwnVersion = ({ id, version }: Pick<Draft, 'id' | 'version'>): boolean =>
  ownVersions.has(`${id} ${version}`);
