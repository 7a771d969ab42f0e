import type { DemoAccount } from '../prepare.ts';
import type { SimulatorControl } from '../simulator-control.ts';

/** One message as the simulator has it: when its request began, to whom, and which times it told. */
export interface SentMessage {
  attemptId: string;
  channel: 'call' | 'sms';
  to: string;
  receivedAtMs: number;
  costMicros: number;
  /** `June 10 9:30 AM`, one of each appointment; empty = it tells of none. */
  told: string[];
}

const TOLD = /on (June \d{1,2}) at ([^(]+) \(/;

/** The times in the words of a message. */
export function timesIn(words: string): string[] {
  const [, date = '', times = ''] = TOLD.exec(words) ?? [];
  return [...times.matchAll(/\d{1,2}:\d{2} [AP]M/g)].map(([time]) => `${date} ${time}`);
}

interface TextView {
  body: string;
  direction: string;
  metadata: { attempt_id?: string };
}
interface CallView {
  id: string;
  metadata: { attempt_id?: string; says?: string };
}

/** Everything that went out, by the simulator's own count, with the words that the providers' lists show of it. */
export async function readSent(
  { simulator, simulatorUrl }: { simulator: SimulatorControl; simulatorUrl: string },
  { calls, texts }: { calls: DemoAccount; texts: DemoAccount },
): Promise<SentMessage[]> {
  const words = new Map<string, string>();
  const ask = async <Answer>(path: string, headers: Record<string, string>): Promise<Answer> => {
    const response = await fetch(`${simulatorUrl}${path}`, { headers, signal: AbortSignal.timeout(5_000) });
    if (!response.ok) throw new Error(`simulator: ${path} answered ${response.status}: ${await response.text()}`);
    const answer: Answer = JSON.parse(await response.text());
    return answer;
  };
  for (let offset = 0; ; offset += 100) {
    const path = `/agentnumber/api/v0/sms?direction=outbound&limit=100&offset=${offset}`;
    const page = await ask<{ data: TextView[] }>(path, { authorization: `Bearer ${texts.key}` });
    for (const { body, metadata } of page.data) words.set(metadata.attempt_id ?? '', body);
    if (page.data.length < 100) break;
  }
  for (let after: string | null = ''; after !== null;) {
    const path = `/cartesia/agents/calls?agent_id=${calls.agentRef}&limit=100${after === '' ? '' : `&starting_after=${after}`}`;
    const headers = { authorization: `Bearer ${calls.key}`, 'cartesia-version': '2026-03-01' };
    const page: { data: CallView[]; next_page: string | null } = await ask(path, headers);
    for (const { metadata } of page.data) words.set(metadata.attempt_id ?? '', metadata.says ?? '');
    after = page.next_page;
  }
  return (await simulator.dials()).map(({ attemptId, channel, to, receivedAtMs, costMicros }) => ({
    attemptId: attemptId ?? '',
    channel,
    to,
    receivedAtMs,
    costMicros,
    told: timesIn(words.get(attemptId ?? '') ?? ''),
  }));
}

/** When somebody wrote STOP, by the simulator's list of what came in. */
export async function readStops(simulatorUrl: string, texts: DemoAccount): Promise<Map<string, number>> {
  const response = await fetch(`${simulatorUrl}/agentnumber/api/v0/sms?direction=inbound&limit=100`, {
    headers: { authorization: `Bearer ${texts.key}` },
    signal: AbortSignal.timeout(5_000),
  });
  const { data }: { data: { from: string; body: string; created_at: string }[] } = JSON.parse(await response.text());
  return new Map(
    data.filter(({ body }) => body === 'STOP').map(({ from, created_at }) => [from, Date.parse(created_at)]),
  );
}
