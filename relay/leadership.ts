import pg from 'pg';

export interface Leadership {
  isLeader: () => boolean;
  stop: () => Promise<void>;
}

const RETRY_MS = 2_000;

/**
 * One leader by a session advisory lock on a connection of its own: it is lost with the connection, and another
 * process has it seconds later. Two leaders for a moment would only start things twice, which is harmless.
 */
export function competeForLeadership(url: string, lockKey: number, onError: (error: Error) => void): Leadership {
  let leading = false;
  let stopped = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  const attempt = async (): Promise<void> => {
    try {
      if (!client) {
        const next = new pg.Client({ connectionString: url, application_name: 'outdial-leader', keepAlive: true });
        next.on('error', onError);
        next.on('end', () => {
          leading = false;
          if (client === next) client = undefined;
        });
        await next.connect();
        client = next;
      }
      if (!leading) {
        const result = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [lockKey]);
        leading = result.rows[0]?.got === true;
      } else {
        await client.query('select 1');
      }
    } catch (error) {
      leading = false;
      onError(error instanceof Error ? error : new Error(String(error)));
      await client?.end().catch(() => {});
      client = undefined;
    }
    if (!stopped) timer = setTimeout(begin, RETRY_MS);
  };
  const begin = (): void => {
    underWay = attempt();
  };
  let underWay = attempt();

  return {
    isLeader: () => leading,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      // A connection that is being made would else come up afterwards, and keep the lock for nobody.
      await underWay;
      leading = false;
      await client?.end().catch(() => {});
    },
  };
}
