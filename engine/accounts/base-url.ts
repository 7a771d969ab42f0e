import { EngineError } from '../error.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Checks a provider address against the account's mode and returns it without a trailing slash: LIVE speaks https
 * only, SIMULATED reaches nothing but this machine, so that a simulated account can never dial a person.
 * Throws EngineError `base_url_invalid`.
 */
export function checkBaseUrl(mode: 'LIVE' | 'SIMULATED', text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const problem = !url
    ? 'is not an address'
    : url.username || url.password
      ? 'must not carry a user name or password'
      : mode === 'LIVE' && url.protocol !== 'https:'
        ? 'must be https for a LIVE account'
        : mode === 'SIMULATED' && !(/^https?:$/.test(url.protocol) && LOOPBACK.test(url.hostname))
          ? 'must be on this machine (localhost, 127.0.0.1 or [::1]) for a SIMULATED account'
          : undefined;
  if (problem !== undefined) {
    throw new EngineError('invalid', 'base_url_invalid', `The base address ${JSON.stringify(text)} ${problem}.`, {
      repair: 'Use the address of the provider with mode LIVE, or the address of the simulator with mode SIMULATED.',
    });
  }
  return text.replace(/\/+$/, '');
}
