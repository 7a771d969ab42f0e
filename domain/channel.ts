/** How a person is contacted. */
export const CHANNELS = ['call', 'sms'] as const;
export type Channel = (typeof CHANNELS)[number];
