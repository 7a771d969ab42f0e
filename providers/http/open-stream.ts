import { ProviderReadError } from '../../engine/ports.ts';
import { describeError } from '../redact.ts';
import { targetOf, type Http } from './http.ts';
import { readErrorOf } from './read-safely.ts';

/**
 * Opens a body of any length that is read as it comes; null when there is none (404, 204). The caller reads it to
 * its end or leaves the loop, which frees the socket. Throws ProviderReadError; tried once, because its caller is a
 * job that is repeated.
 */
export const openStream = async (
  http: Http,
  path: string,
): Promise<{ bytes: AsyncIterable<Uint8Array>; contentType: string } | null> => {
  const response = await http.agent
    .request({
      origin: http.origin,
      path: targetOf(http, path),
      method: 'GET',
      headers: { ...http.headers, accept: '*/*' },
    })
    .catch((error: unknown) => {
      throw new ProviderReadError(`GET ${path}: ${describeError(error)}`, { retryable: true }, { cause: error });
    });
  const { statusCode, body, headers } = response;
  if (statusCode === 404 || statusCode === 204) {
    await body.dump();
    return null;
  }
  if (statusCode < 200 || statusCode >= 300) {
    await body.dump();
    throw readErrorOf(`GET ${path}`, statusCode, Buffer.alloc(0));
  }
  const type = headers['content-type'];
  return { bytes: body, contentType: typeof type === 'string' ? type : 'application/octet-stream' };
};
