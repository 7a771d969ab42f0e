import { Callout } from '../../../components/callout.tsx';
import { Copyable } from '../../../components/copyable.tsx';
import { LinkButton } from '../../../components/link-button.tsx';
import { Time } from '../../../components/time.tsx';
import { bytes, count } from '../../../format/number.ts';
import { statusWords } from '../../../format/status-words.ts';
import { useDraft } from '../draft-context.tsx';

/** What arrived, and whether it did before. */
export function FileFacts() {
  const { draft } = useDraft();
  const { sameFile } = draft;
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-muted">
        <span className="font-medium text-fg">{draft.fileName}</span>
        <span>{bytes(draft.fileBytes)}</span>
        {draft.rowsRead > 0 && <span>{count(draft.rowsRead)} rows</span>}
        {draft.fileSha256 !== '' && (
          <span className="inline-flex items-center gap-1">
            SHA-256 <Copyable label="digest" value={draft.fileSha256} shown={`${draft.fileSha256.slice(0, 10)}…`} />
          </span>
        )}
      </p>
      {sameFile !== null && (
        <Callout
          tone="info"
          title="The same file was uploaded before"
          actions={
            <LinkButton size="sm" to="/uploads/$importId" params={{ importId: sameFile.importId }}>
              Open that upload
            </LinkButton>
          }
        >
          On <Time at={sameFile.createdAt} as="both" /> as “{sameFile.fileName}”, now{' '}
          {statusWords('import', sameFile.state).words.toLowerCase()}. Going on here is a list of its own.
        </Callout>
      )}
    </>
  );
}
