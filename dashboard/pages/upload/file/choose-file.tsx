import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ClipboardPaste, Download } from 'lucide-react';
import { useState } from 'react';
import { toProblem } from '../../../api/problem.ts';
import { useScope } from '../../../app/session/use-session.ts';
import { Button } from '../../../components/button.tsx';
import { Callout } from '../../../components/callout.tsx';
import { FileDrop } from '../../../components/file-drop.tsx';
import { LinkButton } from '../../../components/link-button.tsx';
import { Time } from '../../../components/time.tsx';
import { bytes, count } from '../../../format/number.ts';
import { statusWords } from '../../../format/status-words.ts';
import { findSameFile, limitsQuery, type Draft } from '../queries.ts';
import { digestOf, whyNoList, type NoList } from './look-at-file.ts';
import { PasteDialog } from './paste-dialog.tsx';
import { startUpload } from './pieces.ts';
import { saveTemplate } from './save-template.ts';
import { startTransfer } from './transfers.ts';

type Looked = { kind: 'no_list'; why: NoList } | { kind: 'same'; file: File; before: Draft; sha256: string };

/** The first thing that somebody does: a list, from wherever. */
export function ChooseFile({ campaignId }: { campaignId: string | undefined }) {
  const limits = useQuery(limitsQuery).data;
  const { allowed, missing } = useScope('imports:write');
  const navigate = useNavigate();
  const [looked, setLooked] = useState<Looked | null>(null);
  const [pasting, setPasting] = useState(false);
  const begin = async (file: File, sha256: string | undefined): Promise<void> => {
    const { importId } = await startUpload({
      fileName: file.name,
      fileBytes: file.size,
      ...(campaignId === undefined ? {} : { campaignId }),
    });
    void startTransfer(importId, file, { sha256 });
    await navigate({ to: '/uploads/$importId', params: { importId }, search: { step: 'file' } });
  };
  const choose = useMutation({
    mutationFn: async (file: File) => {
      setLooked(null);
      const why = await whyNoList(file, limits?.maxBytes ?? Number.POSITIVE_INFINITY, bytes);
      if (why !== null) return setLooked({ kind: 'no_list', why });
      const sha256 = await digestOf(file);
      const before = sha256 === undefined ? undefined : await findSameFile(sha256);
      if (sha256 !== undefined && before !== undefined) return setLooked({ kind: 'same', file, before, sha256 });
      await begin(file, sha256);
    },
  });
  const again = useMutation({ mutationFn: (same: { file: File; sha256: string }) => begin(same.file, same.sha256) });
  const problem = choose.error ?? again.error;
  const busy = choose.isPending || again.isPending;
  const take = (file: File): void => void (!busy && choose.mutate(file));
  return (
    <div className="flex flex-col gap-4">
      <FileDrop
        label={busy ? 'Looking at the file' : 'Choose a list, or drop it here'}
        hint={<LimitWords limits={limits} />}
        accept=".csv,.txt,.tsv,text/csv,text/plain,text/tab-separated-values"
        onFile={take}
        onPaste={(text) => take(new File([text], 'pasted.csv', { type: 'text/csv' }))}
        disabled={busy || !allowed}
      />
      {missing !== undefined && (
        <Callout tone="warning" title="You cannot upload lists">
          {missing}
        </Callout>
      )}
      {problem !== null && (
        <Callout tone="danger" title={toProblem(problem).message}>
          {toProblem(problem).parts.repair}
        </Callout>
      )}
      {looked?.kind === 'no_list' && (
        <Callout tone="danger" title={looked.why.title}>
          {looked.why.repair}
        </Callout>
      )}
      {looked?.kind === 'same' && (
        <Callout
          tone="info"
          title="This very file was uploaded before"
          actions={
            <>
              <LinkButton size="sm" kind="primary" to="/uploads/$importId" params={{ importId: looked.before.id }}>
                Open that upload
              </LinkButton>
              <Button size="sm" busy={again.isPending} onClick={() => again.mutate(looked)}>
                Upload it again
              </Button>
            </>
          }
        >
          On <Time at={looked.before.createdAt} as="both" /> as “{looked.before.fileName}”, now{' '}
          {statusWords('import', looked.before.state).words.toLowerCase()}.
        </Callout>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          kind="ghost"
          icon={<ClipboardPaste aria-hidden size={14} />}
          missing={missing}
          onClick={() => setPasting(true)}
        >
          Paste a list
        </Button>
        <Button kind="ghost" icon={<Download aria-hidden size={14} />} onClick={saveTemplate}>
          Download a template
        </Button>
      </div>
      {pasting && (
        <PasteDialog
          onClose={() => setPasting(false)}
          onText={(text) => take(new File([text], 'pasted.csv', { type: 'text/csv' }))}
        />
      )}
    </div>
  );
}

/** A limit is not rounded up: what is said must pass. */
const TENTH = 100_000_000;

const LimitWords = ({ limits }: { limits: { maxBytes: number; maxRows: number } | undefined }) => (
  <>
    CSV or text with commas, semicolons, tabs or bars
    {limits !== undefined &&
      `, up to ${bytes(Math.floor(limits.maxBytes / TENTH) * TENTH)} and ${count(limits.maxRows)} rows`}
    . UTF-8, UTF-16 and the encodings of Windows, ISO and Macintosh are told apart. One row per person; a column with
    numbers is all that must be there.
  </>
);
