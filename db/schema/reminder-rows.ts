import { pgSequence } from 'drizzle-orm/pg-core';

/** Numbers the messages of all appointments; 2^24 of them share one range of contact ids (imports of purpose `reminders`). */
export const reminderRows = pgSequence('reminder_rows', { startWith: 1 });
