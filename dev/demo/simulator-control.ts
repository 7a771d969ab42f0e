/** The part of a simulator that a jump needs. */
export interface SimulatorClock {
  /** False when it refuses, because something is due there. */
  moveTo: (atMs: number) => Promise<boolean>;
}

export interface SimulatorDial {
  seq: number;
  channel: 'call' | 'sms';
  attemptId: string | null;
  to: string;
  receivedAtMs: number;
  costMicros: number;
  fault: string | null;
}

export interface SimulatorSummary {
  plan: string;
  speed: number;
  dials: number;
  smsSent: number;
  withoutAttemptId: number;
  doubleDials: number;
  doubleDialExamples: string[];
  perDestination: {
    moreThanAllowed: number;
    twoAtOnce: number;
    soonerThanWait: number;
    examples: { moreThanAllowed: string[]; twoAtOnce: string[]; soonerThanWait: string[] };
  };
  charges: { totalMicros: number; call: number; smsOut: number; smsIn: number; number: number };
  faultsFired: Record<string, number>;
}

export interface SimulatorAccount {
  numbers: { id: string; phone: string }[];
  agents: { id: string; name: string }[];
}

export interface SimulatorControl extends SimulatorClock {
  post: <Answer>(path: string, body: object) => Promise<Answer>;
  summary: (question: Record<string, string | number>) => Promise<SimulatorSummary>;
  dials: () => Promise<SimulatorDial[]>;
  /** True when no call, webhook or reply is due there any more. */
  isQuiet: () => Promise<boolean>;
}

const ANSWER_WITHIN_MS = 2_000;

function queryOf(question: Record<string, string | number>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(question)) query.set(name, String(value));
  return query.toString();
}

/** The simulator's control API, over HTTP like anybody: it judges us, so no code is shared with it. */
export function createSimulatorControl(url: string): SimulatorControl {
  const ask = async (path: string, body?: object): Promise<Response> =>
    await fetch(`${url}/control/${path}`, {
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      ...(body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  const read = async <Answer>(path: string, body?: object): Promise<Answer> => {
    const response = await ask(path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`simulator: ${path} answered ${response.status}: ${text}`);
    const answer: Answer = JSON.parse(text);
    return answer;
  };
  return {
    post: (path, body) => read(path, body),
    summary: (question) => read(`summary?${queryOf(question)}`),
    dials: async () => {
      const all: SimulatorDial[] = [];
      for (let cursor: number | null = 0; cursor !== null;) {
        const page: { items: SimulatorDial[]; nextCursor: number | null } = await read(
          `dials?cursor=${cursor}&limit=5000`,
        );
        all.push(...page.items);
        cursor = page.nextCursor;
      }
      return all;
    },
    isQuiet: async () => {
      const pending: { callsInProgress: number; webhooksPending: number; repliesPending: number } =
        await read('pending');
      return pending.callsInProgress + pending.webhooksPending + pending.repliesPending === 0;
    },
    moveTo: async (atMs) => {
      const response = await ask('clock', { nowMs: Math.round(atMs) });
      await response.body?.cancel();
      if (response.ok) return true;
      if (response.status === 409) return false;
      throw new Error(`simulator: clock answered ${response.status}`);
    },
  };
}
