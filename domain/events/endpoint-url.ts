import { addressKind } from './address-kind.ts';

export type UrlProblem = 'not_http' | 'has_user' | 'has_fragment' | 'private' | 'never';

/**
 * What is wrong with the address of an endpoint as far as the address alone tells; undefined = nothing. What a name
 * stands for is looked at whenever a socket is opened, because it may change in between.
 */
export function endpointUrlProblem(text: string, allowPrivate: boolean): UrlProblem | undefined {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return 'not_http';
  if (url.username !== '' || url.password !== '') return 'has_user';
  if (url.hash !== '') return 'has_fragment';
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const kind = host === 'localhost' || host.endsWith('.localhost') ? 'private' : addressKind(host);
  if (kind === 'never') return 'never';
  return kind === 'private' && !allowPrivate ? 'private' : undefined;
}
