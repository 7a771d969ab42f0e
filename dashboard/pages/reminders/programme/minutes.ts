/** What a field takes; whether so much does for what it is about, the API says. */
export const MINUTES = { least: 0, most: 525_600 } as const;
