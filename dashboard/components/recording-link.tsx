import { ExternalLink } from 'lucide-react';
import { addressOf } from '../api/client.ts';

/** To what was recorded of a call: with us, or at the provider. */
export const RecordingLink = ({ attemptId }: { attemptId: string }) => (
  <a
    href={addressOf('/attempts/:attemptId/recording', { params: { attemptId } })}
    target="_blank"
    rel="noreferrer"
    className="link mt-2 inline-flex items-center gap-1"
  >
    Recording <ExternalLink aria-hidden size={12} />
  </a>
);
