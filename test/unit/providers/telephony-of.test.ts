import { afterEach, describe, expect, it } from 'vitest';
import type { TelephonyAccount } from '../../../engine/ports.ts';
import { UnsafeAddressError } from '../../../providers/check-address.ts';
import { DEFAULT_BASE_URLS, createTelephonyOf, type TelephonyAdapters } from '../../../providers/telephony-of.ts';

const adapters: TelephonyAdapters[] = [];
afterEach(async () => {
  for (const each of adapters.splice(0)) await each.close();
});
const create = (): TelephonyAdapters => {
  const made = createTelephonyOf();
  adapters.push(made);
  return made;
};

const account = (change: Partial<TelephonyAccount>): TelephonyAccount => ({
  id: 'acc1',
  provider: 'cartesia',
  mode: 'SIMULATED',
  baseUrl: 'http://127.0.0.1:4000',
  apiKey: 'sk_car_x',
  details: {},
  ...change,
});

describe('the address of an account', () => {
  it.each([
    'https://api.cartesia.ai',
    'http://10.0.0.1:4000',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://evil.example/127.0.0.1',
    'http://127.0.0.1@evil.example',
    'http://0.0.0.0:4000',
    'http://[::ffff:10.0.0.1]:4000',
    'ftp://127.0.0.1',
    'not a url',
    '',
  ])('%s is refused for a simulated account', (baseUrl) => {
    for (const provider of ['cartesia', 'agentnumber'] as const) {
      expect(() => create().telephonyOf(account({ provider, baseUrl }))).toThrow(UnsafeAddressError);
    }
  });

  it.each([
    'http://127.0.0.1:4000',
    'http://localhost:4000/base',
    'http://[::1]:4000',
    'http://127.9.9.9',
    'http://2130706433',
  ])('%s is fine for a simulated account', (baseUrl) => {
    expect(() => create().telephonyOf(account({ baseUrl }))).not.toThrow();
  });

  it.each([
    'http://api.cartesia.ai',
    'http://127.0.0.1:4000',
    'https://user:pass@api.cartesia.ai',
    'https://api.cartesia.ai?x=1',
    'https://api.cartesia.ai#x',
  ])('%s is refused for a live account', (baseUrl) => {
    expect(() => create().telephonyOf(account({ mode: 'LIVE', baseUrl }))).toThrow(UnsafeAddressError);
  });

  it('is by default one that a live account may use', () => {
    for (const provider of ['cartesia', 'agentnumber'] as const) {
      const live = account({ mode: 'LIVE', provider, baseUrl: DEFAULT_BASE_URLS[provider] });
      expect(() => create().telephonyOf(live)).not.toThrow();
    }
  });
});

describe('the adapter of an account', () => {
  it('is the same one until address, key, mode or details change', () => {
    const { telephonyOf } = create();
    const first = telephonyOf(account({}));
    expect(telephonyOf(account({}))).toBe(first);
    expect(telephonyOf(account({ apiKey: 'sk_car_y' }))).not.toBe(first);
    expect(telephonyOf(account({ id: 'acc2' }))).not.toBe(telephonyOf(account({})));
  });

  it('is that of the provider', () => {
    const { telephonyOf } = create();
    expect(telephonyOf(account({})).capabilities.channels).toEqual(['call']);
    expect(telephonyOf(account({ id: 'acc2', provider: 'agentnumber' })).capabilities.channels).toEqual([
      'call',
      'sms',
    ]);
  });

  it('is refused for a version of Cartesia that is not known', () => {
    expect(() => create().telephonyOf(account({ details: { cartesiaVersion: '2020-01-01' } }))).toThrow(
      /cartesiaVersion/,
    );
  });
});
