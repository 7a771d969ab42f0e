import type { Telephony, TelephonyAccount, TelephonyOf } from '../engine/ports.ts';
import { AgentNumberClient } from './agentnumber/client.ts';
import { agentNumberTelephony } from './agentnumber/telephony.ts';
import { CartesiaClient } from './cartesia/client.ts';
import { cartesiaTelephony } from './cartesia/telephony.ts';
import { versionOf } from './cartesia/version.ts';
import { checkAddress } from './check-address.ts';
import { openHttp, type Http, type HttpLimits } from './http/http.ts';
import type { ProviderLog } from './log.ts';

/** Where the providers are; an account may name another address (the documents name two hosts for AgentNumber). */
export const DEFAULT_BASE_URLS = {
  agentnumber: 'https://agentnumber.com/api/v0',
  cartesia: 'https://api.cartesia.ai',
} as const;

export interface TelephonyOptions {
  log?: ProviderLog;
  /** Tests shorten the time-outs. */
  limits?: Partial<HttpLimits>;
}

export interface TelephonyAdapters {
  /** The adapter of an account: the same one while its address, key and details stay the same. */
  telephonyOf: TelephonyOf;
  /** Ends all sockets once what runs on them has ended. */
  close: () => Promise<void>;
}

const httpOf = (account: TelephonyAccount, headers: Record<string, string>, options: TelephonyOptions): Http =>
  openHttp({
    name: account.provider,
    baseUrl: account.baseUrl,
    headers: { authorization: `Bearer ${account.apiKey}`, ...headers },
    ...options,
  });

/** The concrete client of an AgentNumber account, with every endpoint. Throws UnsafeAddressError. */
export const openAgentNumber = (account: TelephonyAccount, options: TelephonyOptions = {}): AgentNumberClient => {
  checkAddress(account);
  return new AgentNumberClient(httpOf(account, {}, options));
};

/** The concrete client of a Cartesia account, with every endpoint. Throws UnsafeAddressError. */
export const openCartesia = (account: TelephonyAccount, options: TelephonyOptions = {}): CartesiaClient => {
  checkAddress(account);
  const version = versionOf(account.details);
  return new CartesiaClient(httpOf(account, { 'cartesia-version': version }, options), version);
};

const open = (
  account: TelephonyAccount,
  options: TelephonyOptions,
): { telephony: Telephony; close: () => Promise<void> } => {
  switch (account.provider) {
    case 'agentnumber': {
      const client = openAgentNumber(account, options);
      return { telephony: agentNumberTelephony(client), close: () => client.close() };
    }
    case 'cartesia': {
      const client = openCartesia(account, options);
      return { telephony: cartesiaTelephony(client), close: () => client.close() };
    }
  }
};

/** Builds `telephonyOf`, which keeps one adapter, and so one set of sockets, per account. */
export const createTelephonyOf = (options: TelephonyOptions = {}): TelephonyAdapters => {
  const opened = new Map<string, { stamp: string; telephony: Telephony; close: () => Promise<void> }>();
  return {
    telephonyOf: (account) => {
      const stamp = JSON.stringify([account.provider, account.mode, account.baseUrl, account.apiKey, account.details]);
      const known = opened.get(account.id);
      if (known?.stamp === stamp) return known.telephony;
      const fresh = { stamp, ...open(account, options) };
      opened.set(account.id, fresh);
      // What still runs on the old sockets ends there; nothing new begins on them.
      void known?.close();
      return fresh.telephony;
    },
    close: async () => {
      const all = [...opened.values()];
      opened.clear();
      await Promise.all(all.map((adapter) => adapter.close()));
    },
  };
};
