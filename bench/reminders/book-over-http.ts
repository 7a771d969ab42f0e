import { randomUUID } from 'node:crypto';

/** Bookings over the API, as a clinic's system sends them. */
export interface Booker {
  bulk: (count: number, startsAtMs: (place: number) => number) => Promise<void>;
  single: (count: number, startsAtMs: (place: number) => number) => Promise<void>;
}

const BULK = 1_000;
/** One by one means one in a request, not one at a time. */
const AT_ONCE = 16;
const FIRST_PHONE = 12_125_000_000;
const PHONES = 5_000_000;

export function bookerOf(apiUrl: string, key: string, programmeId: string): Booker {
  let made = 0;
  const item = (startsAtMs: number) => ({
    phone: `+${FIRST_PHONE + (made++ % PHONES)}`,
    startsAt: new Date(startsAtMs).toISOString(),
    name: 'Ada',
    variables: { doctor: 'Dr. Who' },
  });
  const send = async (method: 'POST' | 'PUT', path: string, body: object): Promise<unknown> => {
    const response = await fetch(`${apiUrl}/v1/programmes/${programmeId}/appointments${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    if (!response.ok)
      throw new Error(`${method} was answered ${response.status}: ${JSON.stringify(answer).slice(0, 300)}`);
    return answer;
  };
  return {
    bulk: async (count, startsAtMs) => {
      for (let from = 0; from < count; from += BULK) {
        const items = Array.from({ length: Math.min(BULK, count - from) }, (_, place) => ({
          externalId: randomUUID(),
          ...item(startsAtMs(from + place)),
        }));
        const answer = await send('POST', '', { appointments: items });
        refuseProblems(answer);
      }
    },
    single: async (count, startsAtMs) => {
      let next = 0;
      const one = async (): Promise<void> => {
        for (let place = next++; place < count; place = next++) {
          await send('PUT', `/${randomUUID()}`, item(startsAtMs(place)));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, one));
    },
  };
}

function refuseProblems(answer: unknown): void {
  const results: unknown = typeof answer === 'object' && answer !== null && 'results' in answer ? answer.results : [];
  const bad = Array.isArray(results) ? results.find((one: { ok?: boolean }) => one.ok !== true) : undefined;
  if (bad !== undefined) throw new Error(`not booked: ${JSON.stringify(bad)}`);
}
