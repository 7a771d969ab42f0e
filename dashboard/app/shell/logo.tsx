/** The mark: a dial that is being turned. */
export const Logo = ({ size = 24 }: { size?: number }) => (
  <svg aria-hidden width={size} height={size} viewBox="0 0 32 32">
    <rect width="32" height="32" rx="8" className="fill-accent" />
    <circle
      cx="16"
      cy="16"
      r="7"
      fill="none"
      stroke="var(--accent-fg)"
      strokeWidth="3.5"
      strokeDasharray="33 11"
      strokeLinecap="round"
      transform="rotate(-20 16 16)"
    />
    <circle cx="16" cy="16" r="2" fill="var(--accent-fg)" />
  </svg>
);
