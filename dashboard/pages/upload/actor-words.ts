/** "user:ana@example.com" as people read it: the address, or which key. */
export const actorWords = (actor: string | null): string =>
  actor === null ? 'Somebody' : actor.replace(/^user:/, '').replace(/^key:(.+)$/, 'the API key $1');
