/** A call as it stands in a shell. */
export interface Command {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With /v1, as the browser asks for it. */
  address: string;
  body?: unknown;
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The same call with curl; the key is the reader's own. */
export function asCurl({ method, address, body }: Command, origin: string): string {
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}${quote(`${origin}${address}`)}`,
    '-H "Authorization: Bearer $OUTDIAL_API_KEY"',
  ];
  if (method !== 'GET') lines.push('-H "Idempotency-Key: $(uuidgen)"');
  if (body !== undefined) lines.push(`-H 'content-type: application/json'`, `-d ${quote(JSON.stringify(body))}`);
  return lines.join(' \\\n  ');
}
