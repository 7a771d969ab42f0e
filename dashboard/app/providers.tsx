import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { queryClient } from '../api/query-client.ts';
import { ToastViewport } from '../components/toast.tsx';
import { TooltipProvider } from '../components/tooltip.tsx';

export const Providers = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={queryClient}>
    <TooltipProvider>
      {children}
      <ToastViewport />
    </TooltipProvider>
  </QueryClientProvider>
);
