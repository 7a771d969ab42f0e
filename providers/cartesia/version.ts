import type { PlaceCall } from '../../engine/ports.ts';
import { objectOf, textOf, type JsonObject } from '../json.ts';

/** Versions whose requests this adapter can shape. The older one returns `metadata`; the newest no longer does. */
export const CARTESIA_VERSIONS = ['2026-03-01', '2026-08-14'] as const;
export type CartesiaVersion = (typeof CARTESIA_VERSIONS)[number];

/** Pinned: it is the last version that returns our correlator with every read (providers.md 0.3). */
export const DEFAULT_VERSION: CartesiaVersion = '2026-03-01';

/** Version of an account: its detail `cartesiaVersion`, else the pinned one. Throws on one that is not known. */
export const versionOf = (details: Record<string, unknown>): CartesiaVersion => {
  const wanted = details['cartesiaVersion'];
  if (wanted === undefined) return DEFAULT_VERSION;
  const known = CARTESIA_VERSIONS.find((version) => version === wanted);
  if (known === undefined) throw new Error(`cartesiaVersion must be one of ${CARTESIA_VERSIONS.join(', ')}`);
  return known;
};

const within = (value: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, Math.round(value)));

/**
 * The body of `POST /agents/calls`: one destination, our correlator beside the agent's variables. This is the one
 * place where the versions differ in what is sent.
 */
export const outboundCallBody = (version: CartesiaVersion, request: PlaceCall): object => {
  // Last, so that a variable of that name cannot hide the correlator.
  const values = { ...request.variables, attempt_id: request.attemptId };
  return {
    from_number_id: request.fromRef,
    agent_id: request.agentRef,
    outbound_calls: [
      {
        to_number: request.to,
        ...(version === '2026-03-01' ? { metadata: values } : { dynamic_variables: values }),
      },
    ],
    // Cartesia takes 5-80 seconds and 1-480 minutes, and answers 400 beyond.
    ringing_timeout_seconds: within(request.ringingTimeoutSeconds, 5, 80),
    max_call_duration_minutes: within(request.maxCallMinutes, 1, 480),
  };
};

/** Our correlator in a call object, in whichever field the version returns it. */
export const attemptIdOf = (call: JsonObject): string | undefined =>
  textOf(objectOf(call['metadata'])?.['attempt_id']) ?? textOf(objectOf(call['dynamic_variables'])?.['attempt_id']);

/** Agents moved under /v1 with 2026-08-14. */
export const agentPath = (version: CartesiaVersion, agentRef: string): string =>
  `${version === '2026-03-01' ? '/agents' : '/v1/agents'}/${encodeURIComponent(agentRef)}`;

/** The agent's field that names its webhook. */
export const agentWebhookField = (version: CartesiaVersion): 'webhook_id' | 'event_webhook_id' =>
  version === '2026-03-01' ? 'webhook_id' : 'event_webhook_id';
