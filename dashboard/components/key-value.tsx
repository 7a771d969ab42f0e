import type { ReactNode } from 'react';

interface KeyValueProps {
  items: readonly (readonly [label: ReactNode, value: ReactNode])[];
}

/** Facts about one thing, label beside value. */
export const KeyValue = ({ items }: KeyValueProps) => (
  <dl className="grid grid-cols-[minmax(7rem,max-content)_1fr] gap-x-6 gap-y-2">
    {items.map(([label, value], at) => (
      <div key={at} className="contents">
        <dt className="text-subtle">{label}</dt>
        <dd className="min-w-0 break-words">{value ?? '–'}</dd>
      </div>
    ))}
  </dl>
);
