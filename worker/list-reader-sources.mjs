// Node 20 does not hand a loader on to a thread: sources register theirs before the thread's code is read.
import { register } from 'tsx/esm/api';

register();
await import('./list-reader-thread.ts');
