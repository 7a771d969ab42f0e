import type { TabStore } from './review/pending-launch.ts';

/** Where there is no storage (a private window of some browsers), at least for as long as the page lives. */
const kept = new Map<string, string>();

/** Texts of this tab: they survive a reload, and are nobody else's. */
export const tabStore: TabStore = {
  read: (name) => {
    try {
      return sessionStorage.getItem(name) ?? kept.get(name);
    } catch {
      return kept.get(name);
    }
  },
  write: (name, text) => {
    if (text === null) kept.delete(name);
    else kept.set(name, text);
    try {
      if (text === null) sessionStorage.removeItem(name);
      else sessionStorage.setItem(name, text);
    } catch {
      // Kept above.
    }
  },
};
