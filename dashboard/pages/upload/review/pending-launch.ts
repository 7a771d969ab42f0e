/** A launch that was asked for in this tab and not answered yet. Its key makes asking again the same launch. */
export interface PendingLaunch {
  key: string;
  atMs: number;
}

const nameOf = (campaignId: string): string => `outdial.launch.${campaignId}`;
/** Where there is no storage (a private window of some browsers), at least for as long as the page lives. */
const kept = new Map<string, string>();

function read(name: string): string | undefined {
  try {
    return sessionStorage.getItem(name) ?? undefined;
  } catch {
    return kept.get(name);
  }
}

function write(name: string, text: string | null): void {
  if (text === null) kept.delete(name);
  else kept.set(name, text);
  try {
    if (text === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, text);
  } catch {
    // Kept above.
  }
}

/** The launch that waits for its answer; undefined = none does. */
export function pendingLaunch(campaignId: string): PendingLaunch | undefined {
  const text = read(nameOf(campaignId));
  const [key, atMs] = text?.split(' ') ?? [];
  return key === undefined || atMs === undefined ? undefined : { key, atMs: Number(atMs) };
}

/** Begins one, or goes on with the one that waits: pressed twice, after a reload, after a lost network, it is one. */
export function beginLaunch(campaignId: string, nowMs: number): PendingLaunch {
  const known = pendingLaunch(campaignId);
  if (known !== undefined) return known;
  const launch = { key: crypto.randomUUID(), atMs: nowMs };
  write(nameOf(campaignId), `${launch.key} ${launch.atMs}`);
  return launch;
}

/** It was answered, one way or the other. */
export const endLaunch = (campaignId: string): void => write(nameOf(campaignId), null);
