import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';

/**
 * Changes parameters of the address and leaves the others; undefined takes one out. It replaces the entry of the
 * history unless `push` (an opened drawer, which Back should close).
 */
export function usePatchSearch(): (patch: Readonly<Record<string, unknown>>, options?: { push?: boolean }) => void {
  const navigate = useNavigate();
  return useCallback(
    (patch, { push = false } = {}) =>
      void navigate({ to: '.', search: (before) => ({ ...before, ...patch }), replace: !push, resetScroll: false }),
    [navigate],
  );
}
