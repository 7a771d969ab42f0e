/** What the engine takes (engine/campaigns/check-limits.ts; a test holds these to it), so that a field can say it first. */
export const LIMITS = {
  pacePerSecond: { least: 0.001, most: 1_000 },
  maxConcurrent: { least: 1, most: 10_000 },
  maxAttempts: { least: 1, most: 20 },
  ringingTimeoutSeconds: { least: 5, most: 120 },
  maxCallMinutes: { least: 1, most: 120 },
  expiresHours: { least: 0.1, most: 8_760 },
  personCap: { least: 1, most: 100 },
  moneyMicros: { least: 1, most: 1_000_000_000_000 },
} as const;
