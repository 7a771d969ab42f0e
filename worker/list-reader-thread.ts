import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { dataFiles } from '../config/env.ts';
import { loadPhoneZones } from '../data/load-phone-zones.ts';
import { loadPlaces } from '../data/load-places.ts';
import { loadZones } from '../data/load-zones.ts';
import { ListReader } from '../engine/importing/checking/list-reader.ts';
import type { ThreadAnswer, ThreadRequest } from './list-reader-messages.ts';

/** The other end of threaded-list-reader.ts: reads and checks lists, away from the thread that dials. */
if (!parentPort) throw new Error('this is a thread of the worker');
const port = parentPort;
// On Linux the priority is a thread's own: dialing, in the same process, goes first.
if (process.platform === 'linux') {
  try {
    setPriority(0, 10);
  } catch {
    // Not allowed here; then it runs like everything else.
  }
}
const tables = { zones: loadZones(dataFiles().zonesFile), zonesOfPhone: loadPhoneZones(), places: loadPlaces() };
let reader: ListReader | undefined;

port.on('message', (request: ThreadRequest) => {
  try {
    answer(request);
  } catch (error) {
    post({ id: request.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});

function answer(request: ThreadRequest): void {
  const { id } = request;
  if (request.kind === 'open') {
    reader = new ListReader(request.job, tables);
    return post({ id });
  }
  if (request.kind === 'close') {
    reader = undefined;
    return post({ id });
  }
  if (!reader) throw new Error('no list is open');
  if (request.kind === 'meet') {
    reader.meet(request.phones);
    return post({ id });
  }
  if (request.kind === 'push') return post({ id, chunks: reader.push(request.bytes) });
  return post({ id, checked: reader.checkAgain(request.rows) });
}

function post(message: ThreadAnswer): void {
  const buffers = (message.chunks ?? []).flatMap(({ contacts, phones, problemRows, problems }) =>
    [contacts, phones, problemRows, problems].map((bytes) => bytes.buffer),
  );
  port.postMessage(message, buffers);
}
