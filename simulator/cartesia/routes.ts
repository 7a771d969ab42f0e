import type { Exchange, Reply } from '../http/exchange.ts';
import type { Simulation } from '../world/simulation.ts';
import { listAgents, oneAgent } from './agents.ts';
import { createCartesiaVoice } from './call-voice.ts';
import { cancelCall, createCalls, listCalls, readAudio, readCall } from './calls.ts';
import { createCartesiaErrors } from './envelope.ts';
import { legacyNumbers, listNumbers, oneNumber, provisionNumber } from './numbers.ts';
import { listWebhooks, oneWebhook, registerWebhook } from './webhooks.ts';

const KEY = /^sk_car_\w+$/;
const VERSION = '2026-03-01';

const keyOf = ({ headers }: Exchange): string | undefined => {
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  const key = bearer ?? headers['x-api-key'];
  return typeof key === 'string' && KEY.test(key) ? key : undefined;
};

/** Cartesia's agents API in version 2026-03-01. */
export const createCartesiaRoutes = (sim: Simulation): ((exchange: Exchange) => Reply) => {
  const errors = createCartesiaErrors(sim.ids);
  const voice = createCartesiaVoice(sim);

  return (exchange) => {
    const { method, path, headers, body } = exchange;
    const key = keyOf(exchange);
    if (key === undefined) return errors.error(401, 'Unauthorized', 'Invalid or missing API key.');
    const version = headers['cartesia-version'];
    if (version === undefined) return errors.invalid('The header Cartesia-Version is required.');
    if (version !== VERSION)
      return errors.invalid(`Cartesia-Version ${String(version)} is not simulated; use ${VERSION}.`);
    const account = sim.accounts.of('cartesia', key);
    const [agents, first, second, third] = path;
    if (agents !== 'agents') return errors.notFound('Route');
    if (first === undefined) return method === 'GET' ? listAgents(account) : errors.notFound('Route');

    const at = `${method} ${path.length}`;
    if (first === 'calls') {
      if (at === 'POST 2') return createCalls(sim, voice, errors, account, exchange);
      if (at === 'GET 2') return listCalls(errors, account, exchange);
      if (at === 'GET 3') return readCall(errors, account, second ?? '');
      if (at === 'GET 4' && third === 'audio') return readAudio(errors, account, second ?? '');
      if (at === 'POST 4' && third === 'cancel') return cancelCall(sim, voice, errors, account, second ?? '');
    } else if (first === 'phone-numbers') {
      if (at === 'GET 2') return listNumbers(errors, account, exchange);
      if (at === 'POST 3' && second === 'provision') return provisionNumber(sim, errors, account, body);
      if (path.length === 3 && method !== 'POST') return oneNumber(sim, errors, account, second ?? '', exchange);
    } else if (first === 'webhooks') {
      if (at === 'POST 2') return registerWebhook(sim, errors, account, body);
      if (at === 'GET 2') return listWebhooks(errors, account, exchange);
      if (path.length === 3 && method !== 'POST') return oneWebhook(sim, errors, account, second ?? '', exchange);
    } else {
      if (at === 'GET 2' || at === 'PATCH 2') return oneAgent(sim, errors, account, first, exchange);
      if (at === 'GET 3' && second === 'phone-numbers') return legacyNumbers(errors, account, first);
    }
    return errors.notFound('Route');
  };
};
