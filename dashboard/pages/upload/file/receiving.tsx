import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { toProblem } from '../../../api/problem.ts';
import { useScope } from '../../../app/session/use-session.ts';
import { Button } from '../../../components/button.tsx';
import { Callout } from '../../../components/callout.tsx';
import { FileDrop } from '../../../components/file-drop.tsx';
import { Progress } from '../../../components/progress.tsx';
import { toast } from '../../../components/toast-store.ts';
import { bytes } from '../../../format/number.ts';
import { duration } from '../../../format/time.ts';
import { useDraft } from '../draft-context.tsx';
import { cancelImport } from '../edits.ts';
import type { Draft } from '../queries.ts';
import { digestOf } from './look-at-file.ts';
import { finishUpload, offsetOf } from './pieces.ts';
import { startTransfer, stopTransfer, useTransfer, type Transfer } from './transfers.ts';

/** A file whose bytes are on their way, or have stopped coming. */
export function Receiving() {
  const { draft } = useDraft();
  const transfer = useTransfer(draft.id);
  const total = transfer?.totalBytes ?? draft.totalBytes;
  const sent = transfer?.sentBytes ?? draft.fileBytes;
  const isNoList =
    transfer?.phase === 'failed' && /^file_|^upload_(damaged|too_long)/.test(transfer.problem?.code ?? '');
  const lost = !isNoList && (transfer === undefined || transfer.phase === 'failed');
  return (
    <div className="flex flex-col gap-4">
      <section className="rounded-lg border border-line bg-surface p-5">
        <Progress
          label={transfer?.phase === 'finishing' ? 'Looking at the whole file' : `Uploading ${draft.fileName}`}
          value={sent}
          max={total ?? Math.max(sent, 1)}
          words={total === null ? `${bytes(sent)} have arrived` : `${bytes(sent)} of ${bytes(total)}`}
        />
        <div className="mt-3 flex flex-wrap items-center justify-between gap-3">
          <p role="status" className="text-sm text-subtle">
            {statusOf(transfer)}
          </p>
          <Stop />
        </div>
      </section>
      {transfer?.phase === 'waiting' && transfer.problem !== null && (
        <Callout tone="warning" title="The connection broke; it goes on by itself">
          {transfer.problem.message} What has arrived is kept.
        </Callout>
      )}
      {transfer?.phase === 'failed' && transfer.problem !== null && (
        <Callout tone="danger" title={transfer.problem.message}>
          {transfer.problem.parts.repair}
          {isNoList && ' This upload cannot be used: cancel it, and begin with another file.'}
        </Callout>
      )}
      {lost && <GoOn draft={draft} />}
    </div>
  );
}

function statusOf(transfer: Transfer | undefined): string {
  if (transfer === undefined) return 'No tab of this browser sends it at the moment.';
  const { phase, bytesPerSecond, totalBytes, sentBytes } = transfer;
  if (phase === 'finishing') return 'All bytes have arrived.';
  if (phase === 'failed') return 'Stopped.';
  if (phase === 'waiting') return 'Waiting for the connection.';
  if (bytesPerSecond === 0) return 'Beginning.';
  return `${bytes(bytesPerSecond)} a second, ${duration(((totalBytes - sentBytes) / bytesPerSecond) * 1_000)} left. You can leave this page, not this tab.`;
}

function Stop() {
  const { draft } = useDraft();
  const { missing } = useScope('imports:write');
  const navigate = useNavigate();
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => {
      stopTransfer(draft.id);
      return cancelImport(draft.id);
    },
    onSuccess: async () => {
      await navigate({ to: '/campaigns/new' });
      void client.invalidateQueries({ queryKey: ['imports'] });
      toast({ title: 'The upload was cancelled', detail: 'Nothing of it is kept.' });
    },
    onError: (error) => toast({ tone: 'danger', title: 'Not cancelled', detail: toProblem(error).message }),
  });
  return (
    <Button size="sm" kind="danger-quiet" busy={cancel.isPending} missing={missing} onClick={() => cancel.mutate()}>
      Cancel the upload
    </Button>
  );
}

/** After a reload the browser has no longer the file: it is chosen once more, and only what is missing is sent. */
function GoOn({ draft }: { draft: Draft }) {
  const { allowed } = useScope('imports:write');
  const client = useQueryClient();
  const [wrong, setWrong] = useState<string | null>(null);
  const resume = useMutation({
    mutationFn: async (file: File) => {
      setWrong(null);
      if (draft.totalBytes !== null && file.size !== draft.totalBytes) {
        return setWrong(
          `“${file.name}” has ${bytes(file.size)}; this upload began with a file of ${bytes(draft.totalBytes)}.`,
        );
      }
      const offset = await offsetOf(draft.id);
      void startTransfer(draft.id, file, { offset, sha256: await digestOf(file) });
    },
  });
  const finish = useMutation({
    mutationFn: () => finishUpload(draft.id, undefined),
    onSettled: () => client.invalidateQueries({ queryKey: ['import', draft.id] }),
  });
  const problem = resume.error ?? finish.error;
  // Only its end was not told: the file is not needed again.
  const isWhole = draft.totalBytes !== null && draft.fileBytes === draft.totalBytes;
  return (
    <>
      {isWhole ? (
        <Callout
          tone="info"
          title="All bytes have arrived"
          actions={
            <Button kind="primary" size="sm" busy={finish.isPending} onClick={() => finish.mutate()}>
              Go on
            </Button>
          }
        >
          Only the last look at them is missing; the file is not needed again.
        </Callout>
      ) : (
        <FileDrop
          label={`Choose “${draft.fileName}” again to go on`}
          hint={`${bytes(draft.fileBytes)} have arrived and are kept; only the rest is sent. After a reload the browser has to be shown the file again.`}
          onFile={(file) => resume.mutate(file)}
          disabled={!allowed || resume.isPending}
        />
      )}
      {wrong !== null && (
        <Callout tone="danger" title="This is another file">
          {wrong}
        </Callout>
      )}
      {problem !== null && (
        <Callout tone="danger" title={toProblem(problem).message}>
          {toProblem(problem).parts.repair}
        </Callout>
      )}
    </>
  );
}
