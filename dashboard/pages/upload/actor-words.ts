/** "user:ana@example.com" as people read it: the address, or which key. */
export const actorWords = (actor: string | null): string =>
  actor === null ? 'Somebody' : actor.replace(/^user:/, '').replace(/^key:(.+)$/, 'the API key $1');

/** The same at the beginning of a sentence. */
export const actorFirst = (actor: string | null): string => {
  const words = actorWords(actor);
  return words.startsWith('the ') ? `The ${words.slice(4)}` : words;
};
