import { judge, type Judgement } from '../../../domain/explain/judge.ts';
import { whole, type Whole } from '../../../domain/explain/whole.ts';
import type { EngineDeps } from '../../deps.ts';
import { factsAt, type Asked, type FactsAt } from './facts-at.ts';
import { readHistories } from './read-histories.ts';
import { readPeople } from './read-people.ts';

export interface Explained extends FactsAt {
  asked: Asked;
  judgement: Judgement;
  whole: Whole;
}

/**
 * Explains contacts, each at its own instant, in a handful of statements: what is stored is read once, and all instants
 * are answered from it. The order of `asked`; null for a contact that does not exist.
 */
export async function explainMany(
  deps: Pick<EngineDeps, 'readDb' | 'zones' | 'law'>,
  asked: readonly Asked[],
): Promise<(Explained | null)[]> {
  const people = await readPeople(
    deps,
    [...new Set(asked.map(({ contactId }) => contactId))],
    asked.every(({ atMs }) => atMs === null),
  );
  const campaignIds = [...people.contacts.values()].flatMap(({ campaignId }) => campaignId ?? []);
  const histories = await readHistories(deps, [...new Set(campaignIds)]);
  return asked.map((each) => {
    const found = factsAt(deps, each, histories, people);
    if (!found) return null;
    const judgement = judge(found.facts);
    return { asked: each, ...found, judgement, whole: whole(found.contact, found.facts, judgement) };
  });
}
