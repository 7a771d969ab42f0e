import { Link } from '@tanstack/react-router';
import { CopyableId } from '../../components/copyable.tsx';

/** To what it was done, with a link where there is a page of it. */
export function Subject({ subject }: { subject: string }) {
  const [kind = '', id = ''] = subject.split(/:(.*)/s);
  const words = kind.replaceAll('_', ' ');
  if (id === '') return <span className="text-muted">{words}</span>;
  return (
    <span className="inline-flex max-w-full items-center gap-1.5">
      <Linked kind={kind} id={id} words={words} />
      <CopyableId id={id} label={`${words} id`} />
    </span>
  );
}

function Linked({ kind, id, words }: { kind: string; id: string; words: string }) {
  if (kind === 'campaign') {
    return (
      <Link className="link" to="/campaigns/$campaignId/overview" params={{ campaignId: id }}>
        {words}
      </Link>
    );
  }
  if (kind === 'retry') {
    return (
      <Link className="link" to="/retries/$retryId" params={{ retryId: id }}>
        {words}
      </Link>
    );
  }
  if (kind === 'import') {
    return (
      <Link className="link" to="/uploads/$importId" params={{ importId: id }}>
        list
      </Link>
    );
  }
  if (kind === 'programme') {
    return (
      <Link className="link" to="/reminders/programmes/$programmeId" params={{ programmeId: id }}>
        {words}
      </Link>
    );
  }
  return <span className="text-muted">{words}</span>;
}
