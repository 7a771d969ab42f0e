import { describe, expect, it } from 'vitest';
import { launchesIn } from '../../../../dashboard/pages/upload/review/pending-launch.ts';

const texts = new Map<string, string>();
/** Two of them over one store are a page before and after its reload. */
const launches = () =>
  launchesIn({
    read: (name) => texts.get(name),
    write: (name, text) => void (text === null ? texts.delete(name) : texts.set(name, text)),
  });

describe('the key of a launch', () => {
  it('stays the same until there is an answer, however often the launch is asked for, and over a reload', () => {
    const first = launches().begin('c1', 1_000);
    expect(launches().begin('c1', 2_000)).toEqual(first);
    expect(launches().pending('c1')).toEqual(first);
    expect(launches().begin('c2', 2_000).key).not.toBe(first.key);
    launches().end('c1');
    expect(launches().pending('c1')).toBeUndefined();
    expect(launches().begin('c1', 3_000).key).not.toBe(first.key);
  });
});
