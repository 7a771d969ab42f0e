/**
 * What an IP address is good for as the target of a request that somebody else wrote down.
 * private: of this machine or its own networks; only where the operator allows it. never: link-local (metadata
 * services of clouds live there), multicast, unspecified, reserved, or a form that hides another address.
 */
export type AddressKind = 'public' | 'private' | 'never';

type Range = readonly [network: string, bits: number];

/** IANA IPv4 Special-Purpose Address Registry, and multicast and reserved space. */
const PRIVATE_V4: readonly Range[] = [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
];
const NEVER_V4: readonly Range[] = [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];
const PRIVATE_V6: readonly Range[] = [
  ['::1', 128],
  ['fc00::', 7],
];
/** Global unicast is 2000::/3; of it, these are special (IANA IPv6 Special-Purpose Address Registry) or carry another. */
const GLOBAL_V6: Range = ['2000::', 3];
const NEVER_V6: readonly Range[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

/** The kind of an IP address as text; undefined = it is none (a name). */
export function addressKind(text: string): AddressKind | undefined {
  const v4 = readV4(text);
  if (v4 !== undefined) return kindOfV4(v4);
  const v6 = readV6(text);
  if (v6 === undefined) return undefined;
  // ::ffff:a.b.c.d reaches what a.b.c.d reaches.
  if (v6 >> 32n === 0xffffn) return kindOfV4(v6 & 0xffffffffn);
  if (PRIVATE_V6.some((range) => holds(range, v6, 128, readV6))) return 'private';
  if (!holds(GLOBAL_V6, v6, 128, readV6)) return 'never';
  return NEVER_V6.some((range) => holds(range, v6, 128, readV6)) ? 'never' : 'public';
}

function kindOfV4(address: bigint): AddressKind {
  if (PRIVATE_V4.some((range) => holds(range, address, 32, readV4))) return 'private';
  return NEVER_V4.some((range) => holds(range, address, 32, readV4)) ? 'never' : 'public';
}

function holds([network, bits]: Range, address: bigint, width: number, read: (text: string) => bigint | undefined) {
  const shift = BigInt(width - bits);
  return address >> shift === (read(network) ?? 0n) >> shift;
}

function readV4(text: string): bigint | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return undefined;
  const parts = text.split('.').map(Number);
  if (parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

function readV6(text: string): bigint | undefined {
  if (!/^[0-9a-f:.]+$/i.test(text) || !text.includes(':')) return undefined;
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const tail = dotted === null ? undefined : readV4(dotted[2] ?? '');
  if (dotted !== null && tail === undefined) return undefined;
  const plain =
    tail === undefined ? text : `${dotted?.[1] ?? ''}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`;
  const halves = plain.split('::');
  const [head = [], rest = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - rest.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...rest];
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}
