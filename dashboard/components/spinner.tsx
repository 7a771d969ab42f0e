/** Turns while something is on its way; says nothing by itself. */
export const Spinner = ({ size = 14 }: { size?: number }) => (
  <svg aria-hidden width={size} height={size} viewBox="0 0 16 16" className="animate-spin">
    <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeOpacity="0.25" strokeWidth="2.5" />
    <path d="M14 8a6 6 0 0 0-6-6" fill="none" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" />
  </svg>
);
