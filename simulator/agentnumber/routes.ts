import type { Exchange, Reply } from '../http/exchange.ts';
import type { Simulation } from '../world/simulation.ts';
import { createAgentNumberVoice } from './call-voice.ts';
import { createCall, listCalls, readCall } from './calls.ts';
import { createEnvelope } from './envelope.ts';
import { changeNumber, listNumbers, provisionNumber, readNumber } from './numbers.ts';
import { readBalance, purchaseCredit } from './credits.ts';
import { listTexts, readText, sendText } from './sms.ts';
import { changeWebhook, listWebhooks, registerWebhook } from './webhooks.ts';
import { tinyWav } from '../calls/tiny-wav.ts';

const KEY = /^Bearer (an_live_[0-9a-f]{32})$/;

/** AgentNumber api/v0, as its documentation and its public source of 2026-03-26 describe it. */
export const createAgentNumberRoutes = (sim: Simulation): ((exchange: Exchange) => Reply) => {
  const envelope = createEnvelope(sim.options);
  const voice = createAgentNumberVoice(sim);
  const noRoute = (): Reply => envelope.notFound('Route');

  return (exchange) => {
    const { method, path, headers, body } = exchange;
    // Recordings lie on a file host: their address alone opens them.
    if (path[0] === 'recordings') return tinyWav();
    if (path[0] !== 'api' || path[1] !== 'v0') return noRoute();
    const key = KEY.exec(headers.authorization ?? '')?.[1];
    if (key === undefined) return envelope.error(401, 'unauthorized', 'Invalid or missing API key.');
    const account = sim.accounts.of('agentnumber', key);
    const [, , resource, id, part] = path;

    switch (`${method} /${resource ?? ''}${id === undefined ? '' : '/:id'}`) {
      case 'POST /calls':
        return createCall(sim, voice, envelope, account, exchange);
      case 'GET /calls':
        return listCalls(envelope, account, exchange);
      case 'GET /calls/:id':
        return readCall(sim, envelope, account, id ?? '', part);
      case 'POST /sms':
        return sendText(sim, envelope, account, exchange);
      case 'GET /sms':
        return listTexts(envelope, account, exchange);
      case 'GET /sms/:id':
        return readText(envelope, account, id ?? '');
      case 'POST /numbers':
        return provisionNumber(sim, envelope, account, body);
      case 'GET /numbers':
        return listNumbers(envelope, account);
      case 'GET /numbers/:id':
        return readNumber(envelope, account, id ?? '');
      case 'PATCH /numbers/:id':
      case 'DELETE /numbers/:id':
        return changeNumber(sim, envelope, account, id ?? '', method, body);
      case 'POST /webhooks':
        return registerWebhook(sim, envelope, account, body);
      case 'GET /webhooks':
        return listWebhooks(envelope, account);
      case 'PATCH /webhooks/:id':
      case 'DELETE /webhooks/:id':
        return changeWebhook(envelope, account, id ?? '', method, body);
      case 'GET /credits/:id':
        return id === 'balance' ? readBalance(envelope, account) : noRoute();
      case 'POST /credits/:id':
        return id === 'purchase' ? purchaseCredit(sim, envelope, account, exchange) : noRoute();
      default:
        return noRoute();
    }
  };
};
