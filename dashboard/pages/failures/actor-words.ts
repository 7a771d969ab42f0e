/** Parts of Outdial, as they sign what they write. */
const OWN_PARTS = new Set(['system', 'fold', 'sender', 'worker']);

/** Who did it, as people say it: "ada@example.com", "key k1", "Outdial". */
export function actorWords(actor: string): string {
  const [kind = '', name = ''] = actor.split(/:(.*)/s);
  if (kind === 'user' && name !== '') return name;
  if (kind === 'key' && name !== '') return `key ${name}`;
  if (kind === 'attempt') return 'whom it reached';
  if (OWN_PARTS.has(actor)) return 'Outdial';
  return actor === 'provider' ? 'the provider' : actor;
}
