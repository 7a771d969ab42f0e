import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'undici';
import { createSimulatorClient } from '../../../simulator/client.ts';
import type { SimulatorClient } from '../../../simulator/client.ts';
import type { SimulatorOptions } from '../../../simulator/options.ts';
import { startSimulator } from '../../../simulator/start.ts';

export const AGENTNUMBER_KEY = `an_live_${'a1'.repeat(16)}`;
export const CARTESIA_KEY = 'sk_car_test';

export interface Answer {
  status: number;
  type: string | undefined;
  text: string;
  // Answers are looked into freely; every test states the shape that it expects.
  body: ReturnType<typeof JSON.parse>;
}

export interface Received {
  headers: IncomingHttpHeaders;
  raw: string;
  body: ReturnType<typeof JSON.parse>;
}

type Ask = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown) => Promise<Answer>;

export interface Stage {
  url: string;
  control: SimulatorClient;
  /** With the test's key; paths begin after /agentnumber/api/v0. */
  agentNumber: Ask;
  /** With the test's key and version; paths begin after /cartesia. */
  cartesia: Ask;
  send: (method: string, path: string, headers: Record<string, string>, body?: unknown) => Promise<Answer>;
  /** What came in at the webhook receiver, in order. */
  received: Received[];
  receiverUrl: string;
  stop: () => Promise<void>;
}

const parsed = (text: string): Answer['body'] => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A simulator on a free port and a receiver for its webhooks. A hundred times as fast unless told otherwise. */
export const setStage = async (options: Partial<SimulatorOptions> = {}): Promise<Stage> => {
  const received: Received[] = [];
  const receiver = createServer((incoming, response) => {
    let raw = '';
    incoming.setEncoding('utf8').on('data', (chunk: string) => (raw += chunk));
    incoming.on('end', () => {
      received.push({ headers: incoming.headers, raw, body: parsed(raw) });
      response.end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const address = receiver.address();
  const receiverPort = typeof address === 'object' && address !== null ? address.port : 0;
  const simulator = await startSimulator({ speed: 100, ...options });

  const send: Stage['send'] = async (method, path, headers, body) => {
    const answer = await request(simulator.url + path, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      headersTimeout: 5000,
    });
    const text = await answer.body.text();
    const type = answer.headers['content-type'];
    return { status: answer.statusCode, type: typeof type === 'string' ? type : undefined, text, body: parsed(text) };
  };
  return {
    url: simulator.url,
    control: createSimulatorClient(simulator.url),
    agentNumber: async (method, path, body) =>
      await send(method, `/agentnumber/api/v0${path}`, { authorization: `Bearer ${AGENTNUMBER_KEY}` }, body),
    cartesia: async (method, path, body) =>
      await send(
        method,
        `/cartesia${path}`,
        { authorization: `Bearer ${CARTESIA_KEY}`, 'cartesia-version': '2026-03-01' },
        body,
      ),
    send,
    received,
    receiverUrl: `http://127.0.0.1:${receiverPort}/callbacks?account=1`,
    stop: async () => {
      await simulator.stop();
      receiver.closeAllConnections();
      await new Promise((resolve) => receiver.close(resolve));
    },
  };
};

/** An AgentNumber world with one number, and its webhook for all events. */
export const openAgentNumber = async (stage: Stage): Promise<{ from: string; phone: string; secret: string }> => {
  const { numbers } = await stage.control.addAccount({ provider: 'agentnumber', key: AGENTNUMBER_KEY, numbers: [{}] });
  const { body } = await stage.agentNumber('POST', '/webhooks', { url: stage.receiverUrl });
  return { from: numbers[0]?.id ?? '', phone: numbers[0]?.phone ?? '', secret: body.data.secret };
};

/** A Cartesia world with one number and one agent, and the agent's webhook. */
export const openCartesia = async (stage: Stage): Promise<{ from: string; agent: string }> => {
  const { numbers, agents } = await stage.control.addAccount({
    provider: 'cartesia',
    key: CARTESIA_KEY,
    numbers: [{}],
  });
  const agent = agents[0]?.id ?? '';
  const webhook = await stage.cartesia('POST', '/agents/webhooks', { url: stage.receiverUrl, secret: 'ours' });
  await stage.cartesia('PATCH', `/agents/${agent}`, { webhook_id: webhook.body.id });
  return { from: numbers[0]?.id ?? '', agent };
};

/** Body of a Cartesia create for one destination. */
export const cartesiaCall = (
  world: { from: string; agent: string },
  to: string,
  attemptId = to,
  more: object = {},
) => ({
  from_number_id: world.from,
  agent_id: world.agent,
  outbound_calls: [{ to_number: to, metadata: { attempt_id: attemptId } }],
  ...more,
});
