import { CircleCheck } from 'lucide-react';
import { plural } from '../../format/number.ts';
import { EmptyState } from '../../components/empty-state.tsx';

/** Nothing failed: a good state (R14). */
export const NoFailures = ({ attempts, isCampaign }: { attempts: number; isCampaign: boolean }) =>
  attempts === 0 ? (
    <EmptyState title="Nothing was dialled yet" icon={<CircleCheck size={20} />}>
      What fails shows up here, grouped by cause, with what can be done about it
      {isCampaign ? '.' : ', for all campaigns together.'}
    </EmptyState>
  ) : (
    <section
      data-tone="done"
      className="flex flex-col items-center rounded-lg border border-tone-line bg-tone-bg px-6 py-14 text-center"
    >
      <CircleCheck aria-hidden size={36} strokeWidth={1.6} className="mb-3 text-tone-fg" />
      <h2 className="text-xl font-semibold text-tone-fg">
        0 failures in {plural(attempts, 'call or text', 'calls and texts')}
      </h2>
      <p className="mt-1 max-w-md text-muted">
        Every one of them was answered or delivered. What fails shows up here, grouped by cause.
      </p>
    </section>
  );
