import { endpointUrlProblem, type UrlProblem } from '../../domain/events/endpoint-url.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';

const KIND = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/;

const REPAIRS: Record<UrlProblem, string> = {
  not_http: 'Write it in full, like https://crm.example.org/outdial.',
  has_user: 'Leave out user and password: requests are signed. Check webhook-signature instead.',
  has_fragment: 'Leave out what follows #: it is never sent.',
  private:
    'It is of this machine or a private network. Allow those with OUTDIAL_WEBHOOKS_PRIVATE=1, for api and worker.',
  never: 'Write an address that a request can go to.',
};

/** Throws EngineError `endpoint_url_refused`. */
export function checkEndpointUrl(deps: Pick<EngineDeps, 'privateWebhooks'>, url: string): void {
  const problem = endpointUrlProblem(url, deps.privateWebhooks ?? false);
  if (problem === undefined) return;
  throw new EngineError('invalid', 'endpoint_url_refused', `Events cannot go to that address (${problem}).`, {
    repair: REPAIRS[problem],
    details: { problem },
  });
}

/** Kinds as they are kept: `appointment`, `appointment.` and `appointment.*` mean the same. Throws EngineError `kind_unreadable`. */
export function readKinds(kinds: readonly string[]): string[] {
  const read = kinds.map((kind) => kind.trim().replace(/\.\*?$/, ''));
  const bad = read.findIndex((kind) => !KIND.test(kind));
  if (bad >= 0) {
    throw new EngineError('invalid', 'kind_unreadable', `"${kinds[bad]}" is no kind of event.`, {
      repair:
        'Write one in full, like appointment.confirmed, or its beginning: appointment. None at all means every kind.',
    });
  }
  return [...new Set(read)];
}

export const unknownEndpoint = (endpointId: string): EngineError =>
  new EngineError('not_found', 'unknown_endpoint', `There is no webhook endpoint ${endpointId}.`, {
    repair: 'List the endpoints to find its id: outdial webhooks list',
  });

/** An address may hold a secret in its path: only its beginning is for logs and the audit trail. */
export const originOf = (url: string): string => new URL(url).origin;
