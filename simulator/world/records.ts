import type { CallBehaviour } from '../callees/behaviour.ts';
import type { FaultKind } from '../faults/fault-kinds.ts';
import type { SlidingWindow } from './sliding-window.ts';

export type Provider = 'agentnumber' | 'cartesia';
export type Channel = 'call' | 'sms';

/** What the judge knows of everything that went out to a person. */
export interface Dial {
  /** Position in the judge's list. */
  seq: number;
  channel: Channel;
  attemptId: string | null;
  to: string;
  account: Account;
  /** When the head of the request, and then its whole body, had been read. */
  receivedAtMs: number;
  bodyAtMs: number;
  /** Null while the provider's own queue holds it. */
  dialledAtMs: number | null;
  endedAtMs: number | null;
  costMicros: number;
  fault: FaultKind | null;
  /** How many dials this destination had before, on this channel. */
  index: number;
  /** A webhook that waits until the next one of this dial has gone out (fault webhook_reordered). */
  heldNotice: (() => void) | null;
}

export type CallPhase = 'queued' | 'ringing' | 'talking' | 'ended';

export interface Call extends Dial {
  channel: 'call';
  id: string;
  number: PhoneNumber;
  /** Null at AgentNumber, where the number's own configuration answers. */
  agent: Agent | null;
  metadata: unknown;
  createdAtMs: number;
  phase: CallPhase;
  behaviour: CallBehaviour;
  ringingTimeoutSeconds: number;
  maxCallSeconds: number;
  /** As the callee's script says, not divided by speed. */
  ringSeconds: number;
  talkSeconds: number;
  /** The provider's own word for the end; null before. */
  endReason: string | null;
  /** Transcript and recording can be read. */
  documentsReady: boolean;
  /** Position in the list that this provider pages through (account's, or agent's); -1 = never listed. */
  listIndex: number;
}

export interface Message {
  id: string;
  number: PhoneNumber;
  /** The other side. */
  peer: string;
  direction: 'outbound' | 'inbound';
  body: string;
  status: string;
  costCents: number;
  metadata: unknown;
  createdAtMs: number;
}

export interface PhoneNumber {
  id: string;
  phone: string;
  label: string | null;
  agentId: string | null;
  status: 'active' | 'released';
  /** AgentNumber: prompt, voice, webhook address and the like, as given. */
  config: Record<string, unknown>;
  createdAtMs: number;
  updatedAtMs: number;
  calls: Call[];
  messages: Message[];
}

export interface Agent {
  id: string;
  name: string;
  description: string | null;
  webhookId: string | null;
  createdAtMs: number;
  updatedAtMs: number;
  calls: Call[];
}

export interface Webhook {
  id: string;
  url: string;
  secret: string;
  /** AgentNumber; empty = all. */
  events: string[];
  active: boolean;
  displayName: string | null;
  createdAtMs: number;
  updatedAtMs: number;
}

/** One API key's own world. */
export interface Account {
  provider: Provider;
  key: string;
  name: string;
  numbers: Map<string, PhoneNumber>;
  agents: Map<string, Agent>;
  webhooks: Map<string, Webhook>;
  /** Listed calls and texts, oldest first. */
  calls: Call[];
  messages: Message[];
  callsById: Map<string, Call>;
  messagesById: Map<string, Message>;
  /** Null = never runs out. */
  balanceMicros: number | null;
  callWindow: SlidingWindow;
  smsWindow: SlidingWindow;
  numberWindow: SlidingWindow;
  /** Cartesia: calls accepted and not yet dialled, oldest first, and what the queue needs to know. */
  waiting: Call[];
  dialling: number;
  concurrency: number;
  lastDialAtMs: number;
  queueArmed: boolean;
  /** Destinations that the carrier blocks after a STOP: `ours>theirs`. */
  carrierBlocks: Set<string>;
  /** Texts that came in and were not answered yet, by the same pair. */
  unreplied: Map<string, Message[]>;
}
