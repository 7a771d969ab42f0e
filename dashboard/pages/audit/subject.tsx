import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { CopyableId } from '../../components/copyable.tsx';
import type { AuditEntry } from './queries.ts';

type SubjectProps = Pick<AuditEntry, 'subject' | 'subjectName' | 'subjectOf'>;

/** To what it was done: its name with a link where there is a page of it, what it is, and its id. */
export function Subject(entry: SubjectProps) {
  const [kind, id] = partsOf(entry.subject);
  const words = WORDS[kind] ?? kind.replaceAll(/[_-]/g, ' ');
  if (id === '') return <span className="text-muted">{words}</span>;
  return (
    <span className="flex max-w-full min-w-0 items-center gap-1.5">
      <span className="min-w-0 truncate">
        <Linked {...entry}>{entry.subjectName ?? words}</Linked>
        {entry.subjectName !== null && <span className="text-subtle"> {words}</span>}
      </span>
      <CopyableId id={id} label={`${words} id`} />
    </span>
  );
}

/** As people call them, where the trail calls them otherwise. */
const WORDS: Readonly<Record<string, string>> = {
  import: 'list',
  key: 'API key',
  schedule: 'recurring campaign',
  'suppression-list': 'stop list',
  user: 'person',
  webhook_endpoint: 'webhook',
};

const partsOf = (subject: string): [kind: string, id: string] => {
  const [kind = '', id = ''] = subject.split(/:(.*)/s);
  return [kind, id];
};

function Linked({ subject, subjectName, subjectOf, children }: SubjectProps & { children: ReactNode }) {
  const [kind, id] = partsOf(subject);
  if (kind === 'campaign') {
    return (
      <Link className="link" to="/campaigns/$campaignId/overview" params={{ campaignId: id }}>
        {children}
      </Link>
    );
  }
  if (kind === 'retry') {
    return (
      <Link className="link" to="/retries/$retryId" params={{ retryId: id }}>
        {children}
      </Link>
    );
  }
  if (kind === 'import') {
    return (
      <Link className="link" to="/uploads/$importId" params={{ importId: id }}>
        {children}
      </Link>
    );
  }
  if (kind === 'programme') {
    return (
      <Link className="link" to="/reminders/programmes/$programmeId" params={{ programmeId: id }}>
        {children}
      </Link>
    );
  }
  if (kind === 'appointment' && subjectName !== null && subjectOf !== null) {
    const [, programmeId] = partsOf(subjectOf);
    return (
      <Link
        className="link"
        to="/reminders/appointments/$programmeId/$externalId"
        params={{ programmeId, externalId: subjectName }}
      >
        {children}
      </Link>
    );
  }
  return <span className="text-muted">{children}</span>;
}
