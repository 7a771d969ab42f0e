import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useDebounced } from '../../../app/use-debounced.ts';
import { fieldProblems } from './field-problems.ts';

interface Preview<Form, Done> {
  /** The form as it was when it last stood still: what the answer is about. */
  asked: Form;
  query: UseQueryResult<Done>;
  /** The answer is about what stands in the form now. */
  isCurrent: boolean;
  /** What is wrong with which field; nothing while another answer is on its way. */
  problems: Readonly<Record<string, string>>;
}

interface Question<Form, Done> {
  /** What is asked about, beside the form's own words. */
  about: (asked: Form) => readonly unknown[];
  ask: (asked: Form, signal: AbortSignal) => Promise<Done>;
  /** Whether there is enough to ask, and leave to. */
  when: (asked: Form) => boolean;
}

/** Asks what would come of a form while it is filled in. The last answer stays until the next is there. */
export function usePreview<Form, Done>(form: Form, { about, ask, when }: Question<Form, Done>): Preview<Form, Done> {
  const asked = useDebounced(form);
  const query = useQuery({
    queryKey: ['reminder-preview', ...about(asked)],
    queryFn: ({ signal }) => ask(asked, signal),
    enabled: when(asked),
    retry: false,
  });
  const isCurrent = JSON.stringify(asked) === JSON.stringify(form) && !query.isFetching;
  return { asked, query, isCurrent, problems: isCurrent && query.isError ? fieldProblems(query.error) : {} };
}
