import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { IncomingWebhook, PlaceCall, SendControl, Telephony, TelephonyAccount } from '../../engine/ports.ts';
import type { HttpLimits } from '../../providers/http/http.ts';
import { createTelephonyOf } from '../../providers/telephony-of.ts';

export const PROVIDERS = ['agentnumber', 'cartesia'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

export const ALWAYS: SendControl = { mayStart: () => true };
export const NEVER: SendControl = { mayStart: () => false };

/** A busy machine must not look like a provider that is slow; only the time-out fault gets a short limit. */
export const TEST_LIMITS: Partial<HttpLimits> = { startTimeoutMs: 20_000, answerTimeoutMs: 20_000, backoffMs: 10 };
export const SHORT_ANSWER: Partial<HttpLimits> = { ...TEST_LIMITS, answerTimeoutMs: 1_000 };
/** For what happens by itself sooner or later. */
export const IN_TIME = { timeout: 20_000 } as const;

/** One account in a world of its own at the simulator, and its adapter. */
export interface Subject {
  telephony: Telephony;
  account: TelephonyAccount;
  numberRef: string;
  numberPhone: string;
  agentRef: string | undefined;
  /** A call by this attempt to a number that ends in these four digits: they decide who answers, or what fails. */
  callTo: (attemptId: string, lastFour: string) => PlaceCall;
  close: () => Promise<void>;
}

export interface SubjectChange {
  apiKey?: string;
  numbers?: number;
  limits?: Partial<HttpLimits>;
}

let worlds = 0;

/** Asks the simulator's control door. */
export const control = async (simulatorUrl: string, path: string, body?: object): Promise<unknown> => {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`${simulatorUrl}/control/${path}`, init);
  if (!response.ok) throw new Error(`control ${path}: ${await response.text()}`);
  return response.json();
};

const controlAccount = z.object({
  numbers: z.array(z.object({ id: z.string(), phone: z.string() })),
  agents: z.array(z.object({ id: z.string() })),
});
const controlDials = z.object({ items: z.array(z.unknown()) });

/** How often this attempt was really dialled or texted, by the simulator's own count. */
export const dialsOf = async (simulatorUrl: string, attemptId: string): Promise<number> => {
  const page = controlDials.parse(await control(simulatorUrl, `dials?attempt_id=${attemptId}`));
  return page.items.length;
};

export const keyOf = (provider: ProviderName, index: number): string =>
  provider === 'agentnumber' ? `an_live_${index.toString(16).padStart(32, '0')}` : `sk_car_test${index}`;

export const baseUrlOf = (simulatorUrl: string, provider: ProviderName): string =>
  provider === 'agentnumber' ? `${simulatorUrl}/agentnumber/api/v0` : `${simulatorUrl}/cartesia`;

/** Opens a new world with one number and, at Cartesia, its agent. */
export const openSubject = async (
  simulatorUrl: string,
  provider: ProviderName,
  change: SubjectChange = {},
): Promise<Subject> => {
  worlds += 1;
  const world = worlds;
  const key = keyOf(provider, world);
  const numbers = Array.from({ length: change.numbers ?? 1 }, (_, index) => ({ label: `Line ${index}` }));
  const made = controlAccount.parse(await control(simulatorUrl, 'accounts', { provider, key, numbers }));
  const [number] = made.numbers;
  if (number === undefined) throw new Error('the simulator made no number');
  const agentRef = made.agents[0]?.id;
  const { telephonyOf, close } = createTelephonyOf({ limits: change.limits ?? TEST_LIMITS });
  const account: TelephonyAccount = {
    id: `account-${world}`,
    provider,
    mode: 'SIMULATED',
    baseUrl: baseUrlOf(simulatorUrl, provider),
    apiKey: change.apiKey ?? key,
    details: {},
  };
  return {
    telephony: telephonyOf(account),
    account,
    numberRef: number.id,
    numberPhone: number.phone,
    agentRef,
    callTo: (attemptId, lastFour) => ({
      attemptId,
      fromRef: number.id,
      // A pattern that fails does so at a number's first request only, so each world has an area of its own.
      to: `+1${String(200 + world)}555${lastFour}`,
      ...(agentRef === undefined ? {} : { agentRef }),
      ...(provider === 'cartesia' ? { variables: { name: 'Ada' } } : {}),
      ringingTimeoutSeconds: 30,
      maxCallMinutes: 10,
    }),
    close,
  };
};

export interface Receiver {
  url: string;
  received: IncomingWebhook[];
  close: () => Promise<void>;
}

/** Takes in callbacks as they come: headers and raw bytes. */
export const startReceiver = async (): Promise<Receiver> => {
  const received: { headers: IncomingHttpHeaders; body: Buffer }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks) });
      response.end('ok');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    received,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
