import pg from 'pg';
import { WORK_CHANNEL } from './notify.ts';

export interface Listener {
  close: () => Promise<void>;
}

export interface ListenOptions {
  url: string;
  channel: string;
  onPayload: (payload: string) => void;
  /** Each time that it listens, again too: what was said meanwhile is lost. */
  onListening?: () => void;
  onError?: (error: Error) => void;
}

/**
 * Listens for wake-ups on a connection of its own and reconnects for ever: a lost message costs the latency of
 * the next poll, nothing more.
 */
export async function listenForWork(
  url: string,
  onWork: (kind: string, id: string) => void,
  onError: (error: Error) => void = () => {},
): Promise<Listener> {
  const onPayload = (payload: string): void => {
    const [kind = '', id = ''] = payload.split(/:(.*)/s);
    onWork(kind, id);
  };
  return await listenTo({ url, channel: WORK_CHANNEL, onPayload, onError });
}

/** Listens to one channel on a connection of its own, and reconnects for ever. Waits for the first try to connect. */
export async function listenTo(options: ListenOptions): Promise<Listener> {
  const { url, channel, onPayload, onListening = () => {}, onError = () => {} } = options;
  let client: pg.Client | undefined;
  let closed = false;
  let reconnect: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, application_name: 'outdial-listen', keepAlive: true });
    next.on('notification', ({ payload }) => onPayload(payload ?? ''));
    next.on('error', onError);
    let listening = false;
    next.on('end', () => {
      // One that never came up is tried again by `retry`: with both, every failure would double the attempts.
      if (closed || !listening) return;
      reconnect = setTimeout(() => void connect().catch(retry), 500);
    });
    await next.connect();
    if (closed) return await next.end();
    client = next;
    await next.query(`listen ${channel}`);
    listening = true;
    onListening();
  };
  const retry = (error: unknown): void => {
    onError(error instanceof Error ? error : new Error(String(error)));
    if (!closed) reconnect = setTimeout(() => void connect().catch(retry), 1_000);
  };

  await connect().catch(retry);
  return {
    close: async () => {
      closed = true;
      clearTimeout(reconnect);
      await client?.end().catch(() => {});
    },
  };
}
