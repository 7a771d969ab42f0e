import { useQuery } from '@tanstack/react-query';
import { toProblem, type ApiProblem } from '../../../api/problem.ts';
import { useDebounced } from '../../../app/use-debounced.ts';
import { looksWhole } from './looks-whole.ts';
import { previewQuery, type NewTest, type TestPreview } from './queries.ts';

interface Previewed {
  preview: TestPreview | undefined;
  /** Why it cannot be previewed at all. */
  refusal: ApiProblem | undefined;
  /** Why it cannot be sent as it stands; undefined = it can. */
  blocked: string | undefined;
}

/** What the draft would be, asked a moment after somebody stopped typing. */
export function useTestPreview(campaignId: string, draft: NewTest): Previewed {
  const asked = useDebounced(draft);
  const query = useQuery(previewQuery(campaignId, asked, looksWhole(asked.phone)));
  const isWhole = looksWhole(draft.phone);
  const refusal = isWhole && query.isError ? toProblem(query.error) : undefined;
  const preview = isWhole && !query.isError ? query.data : undefined;
  const isOld = query.isPlaceholderData || JSON.stringify(asked) !== JSON.stringify(draft);
  return {
    preview,
    refusal,
    blocked: isWhole ? whyNot(isOld ? undefined : preview, refusal) : 'Write your number first.',
  };
}

function whyNot(preview: TestPreview | undefined, refusal: ApiProblem | undefined): string | undefined {
  if (refusal !== undefined) return refusal.message;
  if (preview === undefined) return 'It is being looked at.';
  const { script, go, message } = preview;
  if (script.problem !== null) return 'Its text cannot be written.';
  if (script.missing.length > 0) return `Write a value for ${script.missing.join(', ')}.`;
  return go === 'cannot' ? (message ?? 'It cannot go now.') : undefined;
}
