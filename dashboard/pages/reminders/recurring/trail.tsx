import { Link } from '@tanstack/react-router';

/** The way to a recurring campaign. */
export const RECURRING_TRAIL = [
  <Link key="r" to="/reminders">
    Reminders
  </Link>,
  <Link key="s" to="/reminders/recurring">
    Recurring campaigns
  </Link>,
];
