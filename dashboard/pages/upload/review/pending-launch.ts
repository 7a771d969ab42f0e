/** A launch that was asked for in this tab and not answered yet. Its key makes asking again the same launch. */
export interface PendingLaunch {
  key: string;
  atMs: number;
}

/** Where a tab keeps short texts across reloads. */
export interface TabStore {
  read: (name: string) => string | undefined;
  write: (name: string, text: string | null) => void;
}

export interface Launches {
  /** The one that waits for its answer; undefined = none does. */
  pending: (campaignId: string) => PendingLaunch | undefined;
  /** Begins one, or goes on with the one that waits: pressed twice, after a reload, after a lost network, it is one. */
  begin: (campaignId: string, nowMs: number) => PendingLaunch;
  /** It was answered, one way or the other. */
  end: (campaignId: string) => void;
}

/** The launches of a tab, by campaign. */
export function launchesIn(store: TabStore): Launches {
  const nameOf = (campaignId: string): string => `outdial.launch.${campaignId}`;
  const pending = (campaignId: string): PendingLaunch | undefined => {
    const [key, atMs] = store.read(nameOf(campaignId))?.split(' ') ?? [];
    return key === undefined || atMs === undefined ? undefined : { key, atMs: Number(atMs) };
  };
  return {
    pending,
    begin: (campaignId, nowMs) => {
      const known = pending(campaignId);
      if (known !== undefined) return known;
      const launch = { key: crypto.randomUUID(), atMs: nowMs };
      store.write(nameOf(campaignId), `${launch.key} ${launch.atMs}`);
      return launch;
    },
    end: (campaignId) => store.write(nameOf(campaignId), null),
  };
}
