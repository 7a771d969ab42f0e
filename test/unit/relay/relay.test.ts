import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startRelay, type Relay, type RelayTask } from '../../../relay/relay.ts';

const running: Relay[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((relay) => relay.stop()));
});

const warnings: string[] = [];
const log = {
  debug: () => {},
  info: () => {},
  warn: (fields: { error?: unknown }): void => void warnings.push(String(fields.error)),
  error: () => {},
};

function relayOver(tasks: readonly RelayTask[], isLeader: () => boolean = () => true): Relay {
  const relay = startRelay(tasks, isLeader, log);
  running.push(relay);
  return relay;
}

/** Work that the ledger shows until it was started. */
function ledgerOf(ids: readonly string[], start?: (id: string) => void) {
  const open = new Set(ids);
  const started: string[] = [];
  let asked = 0;
  const task: RelayTask = {
    kind: 'run',
    ask: async () => {
      asked++;
      return [...open];
    },
    start: async (id) => {
      started.push(id);
      start?.(id);
      open.delete(id);
    },
  };
  return { task, open, started, asked: () => asked };
}

const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 15_000, interval: 20 });

describe('the relay', () => {
  it('starts what the ledger names, once', async () => {
    const ledger = ledgerOf(['a', 'b']);
    relayOver([ledger.task]);
    await until(() => expect(ledger.asked()).toBeGreaterThanOrEqual(2));
    expect(ledger.started).toEqual(['a', 'b']);
  });

  it('asks again until a start that failed has succeeded', async () => {
    let broken = true;
    const ledger = ledgerOf(['a'], () => {
      if (broken) throw new Error('server is away');
    });
    relayOver([ledger.task]);
    await until(() => expect(ledger.started).toHaveLength(1));
    broken = false;
    await until(() => expect(ledger.open.size).toBe(0));
    expect(warnings).toContain('server is away');
  });

  it('does not let one that cannot be started stand in the way of the others', async () => {
    const ledger = ledgerOf(['poison', 'a', 'b'], (id) => {
      if (id === 'poison') throw new Error('no such queue');
    });
    relayOver([ledger.task]);
    await until(() => expect([...ledger.open]).toEqual(['poison']));
  });

  it('asks the other questions when one cannot be answered', async () => {
    const ledger = ledgerOf(['a']);
    const broken: RelayTask = {
      kind: 'import',
      ask: async () => {
        throw new Error('cannot ask');
      },
      start: async () => {},
    };
    relayOver([broken, ledger.task]);
    await until(() => expect(ledger.started).toEqual(['a']));
    expect(warnings).toContain('cannot ask');
  });

  it('starts nothing while another process leads, and begins when it leads itself', async () => {
    let leads = false;
    const ledger = ledgerOf(['a']);
    let rounds = 0;
    relayOver([ledger.task], () => {
      rounds++;
      return leads;
    });
    await until(() => expect(rounds).toBeGreaterThanOrEqual(2));
    expect({ asked: ledger.asked(), started: ledger.started }).toEqual({ asked: 0, started: [] });
    leads = true;
    await until(() => expect(ledger.started).toEqual(['a']));
  });

  it('asks at a nudge without waiting for its next round, and makes one round of a swarm of nudges', async () => {
    // Without timers no round comes by itself any more.
    const over = setTimeout(() => {}, 0);
    const timers = vi.spyOn(globalThis, 'setTimeout').mockReturnValue(over);
    const ledger = ledgerOf([]);
    const relay = relayOver([ledger.task]);
    while (ledger.asked() === 0) await sleep(20);
    ledger.open.add('a');
    for (let i = 0; i < 1_000; i++) relay.nudge();
    await relay.stop();
    timers.mockRestore();
    expect({ asked: ledger.asked(), started: ledger.started }).toEqual({ asked: 2, started: ['a'] });
  });

  it('does not start the same thing twice in a second, however often it is nudged', async () => {
    const started: string[] = [];
    // The clock stands still, so that the second never ends; the ledger goes on naming it.
    const clock = vi.spyOn(performance, 'now').mockReturnValue(1_000_000);
    const task: RelayTask = { kind: 'run', ask: async () => ['a'], start: async (id) => void started.push(id) };
    const relay = relayOver([task]);
    await until(() => expect(started).toHaveLength(1));
    relay.nudge();
    await relay.stop();
    clock.mockRestore();
    expect(started).toHaveLength(1);
  });

  it('is harmless twice: two leaders for a moment only say everything twice', async () => {
    const ledger = ledgerOf(['a', 'b', 'c']);
    relayOver([ledger.task]);
    relayOver([ledger.task]);
    await until(() => expect(ledger.open.size).toBe(0));
    expect(new Set(ledger.started)).toEqual(new Set(['a', 'b', 'c']));
  });

  it('asks nothing more once it was stopped, and lets a start under way come to its end', async () => {
    let release = (): void => {};
    const released = new Promise<void>((done) => (release = done));
    const finished: string[] = [];
    const task: RelayTask = {
      kind: 'run',
      ask: async () => ['a'],
      start: async (id) => {
        await released;
        finished.push(id);
      },
    };
    const ask = vi.spyOn(task, 'ask');
    const relay = relayOver([task]);
    await until(() => expect(ask).toHaveBeenCalledTimes(1));
    const stopping = relay.stop();
    release();
    await stopping;
    expect(finished).toEqual(['a']);
    relay.nudge();
    await relay.stop();
    expect(ask).toHaveBeenCalledTimes(1);
  });
});
