import { keepPreviousData, QueryClient } from '@tanstack/react-query';
import { toProblem } from './problem.ts';

const TRIES = 3;

/** Old numbers stay, dimmed, until new ones are there; only what passes by itself is tried again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      placeholderData: keepPreviousData,
      staleTime: 5_000,
      gcTime: 300_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) => failures < TRIES && toProblem(error).isPassing,
      retryDelay: (failures) => Math.min(500 * 2 ** failures, 5_000),
    },
    mutations: { retry: false },
  },
});
