import { Callout } from '../../../components/callout.tsx';
import { Copyable } from '../../../components/copyable.tsx';
import { LinkButton } from '../../../components/link-button.tsx';
import { Time } from '../../../components/time.tsx';
import { bytes, count, plural } from '../../../format/number.ts';
import { statusWords } from '../../../format/status-words.ts';
import { useDraft } from '../draft-context.tsx';
import { isAtWork, type Inspection } from '../queries.ts';

/** What arrived, and whether it did before. */
export function FileFacts({ rowCount }: { rowCount: Inspection['rowCount'] | undefined }) {
  const { draft } = useDraft();
  const { sameFile } = draft;
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-muted">
        <span className="font-medium text-fg">{draft.fileName}</span>
        <span>{bytes(draft.fileBytes)}</span>
        {draft.rowsRead > 0 && !isAtWork(draft) ? (
          <span>{plural(draft.rowsRead, 'row')}</span>
        ) : (
          rowCount !== undefined && <span>{rowWords(rowCount)}</span>
        )}
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

/** "41,204 rows", or "about 41,000 rows" where only the beginning was read: no more digits than it can know. */
function rowWords({ rows, exact }: Inspection['rowCount']): string {
  if (exact) return plural(rows, 'row');
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(rows, 1))) - 1);
  return `about ${count(Math.round(rows / step) * step)} rows`;
}
