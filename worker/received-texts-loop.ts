import { sql } from 'drizzle-orm';
import { setTimeout as sleep } from 'node:timers/promises';
import { rows } from '../db/rows.ts';
import type { EngineDeps } from '../engine/deps.ts';
import { readReceivedTexts } from '../engine/reconciling/read-received-texts.ts';

const ROUND_MS = 5_000;
const STOP_WITHIN_MS = 1_000;
/** Without callbacks this is how people are heard; with them it finds what was lost on the way. */
const READ_EVERY_MS = { polling: 10_000, callbacks: 60_000 };

/** Looks for texts from people that no callback told of, in the one worker that leads. */
export function startReceivedTextsLoop(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor' | 'log'>,
  isLeader: () => boolean,
): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const readAtMs = new Map<string, number>();

  const readAll = async (): Promise<void> => {
    const accounts = await rows<{ id: string; hasCallbacks: boolean }>(
      deps.db,
      sql`select id, webhook_ref is not null as "hasCallbacks" from provider_accounts order by id`,
    );
    for (const { id, hasCallbacks } of accounts) {
      const everyMs = READ_EVERY_MS[hasCallbacks ? 'callbacks' : 'polling'];
      if (stopping.signal.aborted || performance.now() - (readAtMs.get(id) ?? -Infinity) < everyMs) continue;
      readAtMs.set(id, performance.now());
      try {
        const found = await readReceivedTexts(deps, id);
        if (found > 0) deps.log.info({ accountId: id, found }, 'texts from people that no callback told of');
      } catch (error) {
        // A key that does not open, a provider that is down: the others are read all the same.
        const message = error instanceof Error ? error.message : String(error);
        deps.log.warn({ accountId: id, error: message }, 'texts from people could not be read; it tries again');
      }
    }
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      if (isLeader()) {
        await readAll().catch((error: unknown) => deps.log.warn({ error }, 'accounts could not be read'));
      }
      await sleep(ROUND_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      // A provider that does not answer must not hold up the calls that are being recorded.
      await Promise.race([running, sleep(STOP_WITHIN_MS)]);
    },
  };
}
