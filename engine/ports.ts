import type { Channel } from '../domain/channel.ts';
import type { Fact, TranscriptTurn } from '../domain/fact.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Refusal } from '../domain/refusal.ts';

/** What an account's provider can and cannot do. A campaign that needs what is missing is refused when created. */
export interface Capabilities {
  channels: readonly Channel[];
  /** A call names its agent (Cartesia), or the number's own configuration answers (AgentNumber). */
  agentPerCall: boolean;
  /** Per-call values that the agent can use. */
  callVariables: boolean;
  /** Ringing time and longest call can be set per call. */
  callLimits: boolean;
  voicemailVerdict: boolean;
  smsReceipts: boolean;
  /** Whole messages (lower case) that the carrier answers and acts on by itself; absent = none. */
  carrierAnswers?: readonly string[];
  balance: boolean;
  cancelCall: boolean;
  transcripts: boolean;
  recordings: boolean;
  purchaseCredit: boolean;
  /** signed: a callback is a fact. hint: it is confirmed by a read before a terminal state. */
  webhooks: 'signed' | 'hint';
  /** Only numbers of these countries can be reached; null = any. */
  countries: readonly string[] | null;
}

export interface PlaceCall {
  attemptId: string;
  /** The provider's id of our number. */
  fromRef: string;
  /** E.164 with plus. */
  to: string;
  agentRef?: string;
  variables?: Record<string, string>;
  ringingTimeoutSeconds: number;
  maxCallMinutes: number;
}

export interface SendText {
  attemptId: string;
  fromRef: string;
  to: string;
  text: string;
}

/** The sender's hold on one POST: asked on a connected socket, before the first byte of the head is written. */
export interface SendControl {
  /** False = the deadline has passed: abort, nothing leaves. Called at most once, synchronously. */
  mayStart: () => boolean;
}

/**
 * What a create came to. Exactly four ways, because only these differ in what may follow:
 * `accepted` and `refused` are the provider's own word; `not_sent` is proof that no byte left;
 * everything else is `ambiguous` and is never sent again by itself (L1).
 */
export type PlaceResult =
  | { kind: 'accepted'; providerRef: string; startedAtMs: number }
  | { kind: 'refused'; refusal: Refusal; message: string; startedAtMs: number }
  | { kind: 'not_sent'; message: string }
  | { kind: 'ambiguous'; message: string; startedAtMs: number };

/** One call or text as the provider's reads show it. */
export interface ProviderRecord {
  providerRef: string;
  channel: Channel;
  /** Our correlator where the provider returns it. */
  attemptId?: string;
  /** Digits of the destination, where known. */
  toPhone?: number;
  createdAt?: string;
  ended?: {
    outcome: Outcome;
    providerReason: string;
    at?: string;
    talkSeconds?: number;
    costMicros?: number;
    transcriptExpected?: boolean;
  };
}

export interface ListRecent {
  channel: Channel;
  numberRef?: string;
  agentRef?: string;
  /** From an earlier page; absent = newest. */
  cursor?: string;
}

/** A callback, as its adapter reads it. `dedupeKey` is equal for the same fact told twice. */
export interface ParsedEvent {
  fact: Fact;
  dedupeKey: string;
}

export type ParsedWebhook =
  | { ok: true; events: ParsedEvent[] }
  /** forged: 401. unreadable: signed by the provider but not understood; kept raw, in quarantine. */
  | { ok: false; reason: 'forged' | 'unreadable'; message: string };

export interface IncomingWebhook {
  headers: Record<string, string | string[] | undefined>;
  /** The raw bytes, exactly as received. */
  body: Buffer;
}

export interface ProviderNumber {
  providerRef: string;
  /** E.164 with plus. */
  phone: string;
  label?: string;
  agentRef?: string;
  agentName?: string;
  active: boolean;
}

export interface ProvisionNumber {
  label?: string;
  agentRef?: string;
  areaCode?: string;
  /** AgentNumber managed mode. */
  systemPrompt?: string;
  firstMessage?: string;
  voiceId?: string;
  /** AgentNumber webhook mode. */
  voiceWebhookUrl?: string;
  inboundMode?: string;
  metadata?: Record<string, unknown>;
}

/** Result of a create that is not a dial: a number, or credit. Sent once, like a dial. */
export type CreateResult<T> =
  | { kind: 'done'; value: T }
  | { kind: 'refused'; refusal: Refusal; message: string }
  | { kind: 'not_sent'; message: string }
  | { kind: 'ambiguous'; message: string };

/** A read of the provider failed after its bounded retries. `retryable` = trying later can help. */
export class ProviderReadError extends Error {
  override name = 'ProviderReadError';
  readonly details: { status?: number; retryable: boolean; refusal?: Refusal };

  constructor(
    message: string,
    details: { status?: number; retryable: boolean; refusal?: Refusal },
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.details = details;
  }
}

/** What the engine needs of a telephony provider, for one account. Adapters live in providers/. */
export interface Telephony {
  readonly capabilities: Capabilities;
  placeCall: (request: PlaceCall, control: SendControl) => Promise<PlaceResult>;
  sendText: (request: SendText, control: SendControl) => Promise<PlaceResult>;
  /** Null = the provider has no such call or text. Throws ProviderReadError. */
  read: (channel: Channel, providerRef: string) => Promise<ProviderRecord | null>;
  /** Newest first, one page. Throws ProviderReadError. */
  listRecent: (query: ListRecent) => Promise<{ records: ProviderRecord[]; nextCursor?: string }>;
  /**
   * Texts from people since an instant (ISO, by the provider's clock), newest first, one page, as the same facts with the
   * same keys as callbacks tell them; none where the provider has no texts. Throws ProviderReadError.
   */
  listReceivedTexts: (query: {
    since: string;
    cursor?: string;
  }) => Promise<{ events: ParsedEvent[]; nextCursor?: string }>;
  /** `not_ready` = ask again later; `none` = there will never be one. Throws ProviderReadError. */
  readTranscript: (providerRef: string) => Promise<TranscriptTurn[] | 'not_ready' | 'none'>;
  /** A URL to fetch, or the bytes' stream when the provider serves them itself. Throws ProviderReadError. */
  readRecording: (
    providerRef: string,
  ) => Promise<{ url: string } | { bytes: AsyncIterable<Uint8Array>; contentType: string } | 'not_ready' | 'none'>;
  /** Micro-units, or null where the provider has no such endpoint. Throws ProviderReadError. */
  readBalance: () => Promise<number | null>;
  /** A cheap authenticated read; throws ProviderReadError when key, address or version are wrong. */
  check: () => Promise<void>;
  listNumbers: () => Promise<ProviderNumber[]>;
  provisionNumber: (request: ProvisionNumber) => Promise<CreateResult<ProviderNumber>>;
  updateNumber: (providerRef: string, change: Partial<ProvisionNumber>) => Promise<ProviderNumber>;
  releaseNumber: (providerRef: string) => Promise<CreateResult<null>>;
  purchaseCredit: (amountMicros: number) => Promise<CreateResult<{ balanceMicros?: number }>>;
  readAgent: (agentRef: string) => Promise<{ agentRef: string; name: string; phones: string[] } | null>;
  /** Registers our callback address and returns its id and secret. `agentRefs`: which agents to attach it to, where the provider wants that. */
  registerWebhook: (
    url: string,
    secret: string,
    agentRefs: readonly string[],
  ) => Promise<{ webhookRef: string; secret: string }>;
  deleteWebhook: (webhookRef: string) => Promise<void>;
  parseWebhook: (incoming: IncomingWebhook, secrets: readonly string[]) => ParsedWebhook;
}

/** What an adapter is built from: one row of provider_accounts, its key opened. */
export interface TelephonyAccount {
  id: string;
  provider: 'agentnumber' | 'cartesia';
  mode: 'LIVE' | 'SIMULATED';
  baseUrl: string;
  apiKey: string;
  details: Record<string, unknown>;
}

/** Hands out the adapter of an account. Built by the composition root. */
export type TelephonyOf = (account: TelephonyAccount) => Telephony;

/** One event on its way to an endpoint of the operator's. The body is sent as it is: its bytes are signed. */
export interface EventPost {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** Posts once: no redirect, no second try, an end after 10 s. Never throws; `failure` says what no answer was for. */
export type PostEvent = (post: EventPost) => Promise<{ status: number } | { failure: string }>;
