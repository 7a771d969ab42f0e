import { clsx } from 'clsx';

/** A place that is being filled; it shows after 150 ms, so that what is fast does not blink. Size it as what comes. */
export const Skeleton = ({ className }: { className?: string }) => (
  <span aria-hidden className={clsx('block animate-appear rounded-md', className)}>
    <span className="block size-full animate-pulse-soft rounded-[inherit] bg-line" />
  </span>
);

/** Lines of text that are being fetched. */
export const SkeletonLines = ({ lines = 3 }: { lines?: number }) => (
  <div role="status" aria-label="Loading" className="flex flex-col gap-2">
    {Array.from({ length: lines }, (_, at) => (
      <Skeleton key={at} className={clsx('h-5', at === lines - 1 ? 'w-2/3' : 'w-full')} />
    ))}
  </div>
);
