import { Quote } from 'lucide-react';
import { Phone } from '../../components/phone.tsx';
import { Time } from '../../components/time.tsx';
import { PersonMark } from '../assigning/person-mark.tsx';
import type { Review } from './queries.ts';

/** The words or keys as they came, from whom and when. */
export const Evidence = ({ review, children }: { review: Review; children?: React.ReactNode }) => (
  <>
    <blockquote className="flex items-start gap-2.5">
      <Quote aria-hidden size={15} className="mt-1 shrink-0 text-subtle" />
      <p className="text-lg break-words">
        {review.evidence === '' ? <span className="text-subtle">no words</span> : review.evidence}
      </p>
    </blockquote>
    <p className="mt-1.5 flex flex-wrap items-center gap-x-3 text-sm text-subtle">
      <Phone phone={review.phone} of={{ kind: 'review', id: review.id }} />
      <Time at={review.createdAt} as="both" />
      {review.assignment !== null && <PersonMark {...review.assignment} />}
    </p>
    {review.assignment?.note != null && <p className="mt-1 text-sm text-muted">{review.assignment.note}</p>}
    {children}
  </>
);
