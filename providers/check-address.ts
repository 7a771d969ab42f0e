import type { TelephonyAccount } from '../engine/ports.ts';

/** An account's address is not one that its mode may talk to. Nothing was sent. */
export class UnsafeAddressError extends Error {
  override name = 'UnsafeAddressError';
}

/** 127.0.0.0/8, ::1 and the name `localhost`: an address that cannot leave this machine. */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);

/**
 * The account's base address, checked: a SIMULATED account can only reach this machine, so it can never dial a
 * person; a LIVE one never sends its key in the clear. Throws UnsafeAddressError.
 */
export const checkAddress = (account: Pick<TelephonyAccount, 'mode' | 'baseUrl'>): URL => {
  const url = URL.canParse(account.baseUrl) ? new URL(account.baseUrl) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new UnsafeAddressError('the base address of a provider must be an http(s) URL');
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new UnsafeAddressError('the base address of a provider must have no user, query or fragment');
  }
  if (account.mode === 'SIMULATED' && !isLoopback(url.hostname)) {
    throw new UnsafeAddressError(`a simulated account may only reach this machine, not ${url.hostname}`);
  }
  if (account.mode === 'LIVE' && url.protocol !== 'https:') {
    throw new UnsafeAddressError('a live account needs an https address: its key would travel in the clear');
  }
  return url;
};
