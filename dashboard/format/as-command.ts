/** A call as it stands in a shell. */
export interface Command {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With /v1, as the browser asks for it. */
  address: string;
  body?: unknown;
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** "outdial reviews list --kind answer": flags without a value are left out, and those that are true have none. Pure. */
export function asCli(words: string, flags: Readonly<Record<string, string | true | undefined>>): string {
  const given = Object.entries(flags).flatMap(([name, value]) =>
    value === undefined ? [] : [value === true ? `--${name}` : `--${name} ${argument(value)}`],
  );
  return [words, ...given].join(' ');
}
const argument = (text: string): string => (/^[\w@%+:./-]+$/.test(text) ? text : quote(text));

/** Of a list's filter: a key is nobody's, so it has no "me". A command names people by their emails. */
export function assigneeOf(assignee: string | undefined, me: { id: string; email: string }) {
  return assignee === 'me' ? { id: me.id, name: me.email } : { id: assignee, name: assignee };
}

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
