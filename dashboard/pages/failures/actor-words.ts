/** Who did it, as people say it: "ada@example.com", "key k1", "Outdial". */
export function actorWords(actor: string): string {
  const [kind = '', name = ''] = actor.split(/:(.*)/s);
  if (kind === 'user' && name !== '') return name;
  if (kind === 'key' && name !== '') return `key ${name}`;
  return actor === 'system' ? 'Outdial' : actor;
}
