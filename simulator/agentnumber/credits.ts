import { isObject, json } from '../http/exchange.ts';
import type { Exchange, Reply } from '../http/exchange.ts';
import { MICROS_PER_CENT } from '../world/accounts.ts';
import type { Account } from '../world/records.ts';
import type { Simulation } from '../world/simulation.ts';
import type { Envelope } from './envelope.ts';

const PACK_CENTS = 1000;

const balanceCentsOf = (account: Account): number => Math.floor((account.balanceMicros ?? 0) / MICROS_PER_CENT);

export const readBalance = (envelope: Envelope, account: Account): Reply => {
  const cents = balanceCentsOf(account);
  return envelope.data(200, { balance_cents: cents, balance_dollars: (cents / 100).toFixed(2) });
};

/**
 * `POST /credits/purchase`. Documented: packs of ten dollars, added at once. The public source wants a payment
 * first and answers an unpaid request with 402 and terms: a second meaning of that status.
 */
export const purchaseCredit = (sim: Simulation, envelope: Envelope, account: Account, exchange: Exchange): Reply => {
  const { body, headers } = exchange;
  const cents = isObject(body) ? body['amount_cents'] : undefined;
  if (typeof cents !== 'number' || !Number.isInteger(cents) || cents <= 0 || cents % PACK_CENTS !== 0) {
    return envelope.invalid('amount_cents must be a multiple of 1000.');
  }
  if (sim.options.purchaseMode === 'x402' && headers['x-payment'] === undefined) {
    return json(402, {
      x402Version: 1,
      error: 'Payment required',
      accepts: [
        { scheme: 'exact', network: 'base', asset: 'USDC', maxAmountRequired: String(cents * MICROS_PER_CENT) },
      ],
    });
  }
  account.balanceMicros = (account.balanceMicros ?? 0) + cents * MICROS_PER_CENT;
  return envelope.data(200, { deposited: cents, balance: balanceCentsOf(account) });
};
