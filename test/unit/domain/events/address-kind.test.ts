import fc from 'fast-check';
import { BlockList, isIP } from 'node:net';
import { describe, expect, it } from 'vitest';
import { addressKind } from '../../../../domain/events/address-kind.ts';
import { endpointUrlProblem } from '../../../../domain/events/endpoint-url.ts';

describe('addressKind', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['172.15.255.255', 'public'],
    ['172.32.0.0', 'public'],
    ['100.128.0.1', 'public'],
    ['127.0.0.1', 'private'],
    ['127.255.255.254', 'private'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['0.0.0.0', 'never'],
    ['169.254.169.254', 'never'],
    ['224.0.0.1', 'never'],
    ['255.255.255.255', 'never'],
    ['198.19.0.1', 'never'],
    ['2606:4700:4700::1111', 'public'],
    ['::1', 'private'],
    ['fd12:3456::1', 'private'],
    ['::', 'never'],
    ['fe80::1', 'never'],
    ['ff02::1', 'never'],
    ['2001:db8::1', 'never'],
    ['2002:7f00:1::', 'never'],
    ['64:ff9b::7f00:1', 'never'],
    ['::ffff:127.0.0.1', 'private'],
    ['::ffff:7f00:1', 'private'],
    ['::ffff:169.254.169.254', 'never'],
    ['::ffff:8.8.8.8', 'public'],
    ['::127.0.0.1', 'never'],
    ['example.org', undefined],
    ['1.2.3', undefined],
    ['256.1.1.1', undefined],
    ['1::2::3', undefined],
    ['1:2:3:4:5:6:7:8:9', undefined],
    ['12345::', undefined],
  ] as const)('%s is %s', (address, kind) => {
    expect(addressKind(address)).toBe(kind);
  });

  it('reads whatever Node takes for an address, and nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain(), fc.stringMatching(/^[0-9a-f:.]{1,20}$/)), (text) => {
        expect(addressKind(text) === undefined).toBe(isIP(text) === 0);
      }),
    );
  });

  it('calls no address public that is of a private or reserved IPv4 network, however it is written', () => {
    const special = new BlockList();
    for (const [network, bits] of [
      ['0.0.0.0', 8],
      ['10.0.0.0', 8],
      ['100.64.0.0', 10],
      ['127.0.0.0', 8],
      ['169.254.0.0', 16],
      ['172.16.0.0', 12],
      ['192.168.0.0', 16],
      ['224.0.0.0', 4],
      ['240.0.0.0', 4],
    ] as const) {
      special.addSubnet(network, bits);
    }
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        const kinds = [addressKind(text), addressKind(`::ffff:${text}`)];
        expect(kinds[0]).toBe(kinds[1]);
        if (special.check(text)) expect(kinds).not.toContain('public');
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('endpointUrlProblem', () => {
  it.each([
    ['https://crm.example.org/hooks?team=7', undefined],
    ['http://8.8.8.8:8080/', undefined],
    ['ftp://example.org', 'not_http'],
    ['file:///etc/passwd', 'not_http'],
    ['crm.example.org', 'not_http'],
    ['https://user:secret@example.org', 'has_user'],
    ['https://example.org/#part', 'has_fragment'],
    ['http://localhost:3000', 'private'],
    ['http://api.localhost', 'private'],
    ['http://localhost./', 'private'],
    ['http://127.1/', 'private'],
    ['http://2130706433/', 'private'],
    ['http://0x7f.0.0.1/', 'private'],
    ['http://[::1]:80/', 'private'],
    ['http://[::ffff:10.0.0.1]/', 'private'],
    ['http://169.254.169.254/latest/meta-data', 'never'],
  ] as const)('%s: %s', (url, problem) => {
    expect(endpointUrlProblem(url, false)).toBe(problem);
  });

  it('lets private addresses through where they are allowed, and link-local ones nowhere', () => {
    expect(endpointUrlProblem('http://127.0.0.1:3000', true)).toBeUndefined();
    expect(endpointUrlProblem('http://localhost', true)).toBeUndefined();
    expect(endpointUrlProblem('http://169.254.169.254/', true)).toBe('never');
  });
});
