/**
 * Remembers what was loaded for a moment: for reads on a hot path (a callback's secret, an account's adapter) whose
 * change may take that moment to be seen. A load that fails is not remembered.
 */
export function createBriefCache<Value>(ttlMs: number): (key: string, load: () => Promise<Value>) => Promise<Value> {
  const kept = new Map<string, { untilMs: number; value: Promise<Value> }>();
  return async (key, load) => {
    const known = kept.get(key);
    if (known && known.untilMs > performance.now()) return await known.value;
    const value = load();
    kept.set(key, { untilMs: performance.now() + ttlMs, value });
    try {
      return await value;
    } catch (error) {
      kept.delete(key);
      throw error;
    }
  };
}
