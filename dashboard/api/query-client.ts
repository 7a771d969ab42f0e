import { keepPreviousData, QueryClient } from '@tanstack/react-query';
import { toProblem } from './problem.ts';

const TRIES = 3;

/**
 * Old numbers stay, dimmed, until new ones are there; only what passes by itself is tried again. Nothing waits for a
 * network (`always`): a press that acts when it comes back, minutes later, is one that nobody means any more, and the
 * API may be on this very machine.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      placeholderData: keepPreviousData,
      staleTime: 5_000,
      gcTime: 300_000,
      refetchOnWindowFocus: true,
      networkMode: 'always',
      refetchOnReconnect: 'always',
      retry: (failures, error) => failures < TRIES && toProblem(error).isPassing,
      retryDelay: (failures) => Math.min(500 * 2 ** failures, 5_000),
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
