import { toProblem } from '../../../api/problem.ts';

export interface EachResult<Item> {
  done: Item[];
  failed: { item: Item; words: string }[];
}

const AT_ONCE = 4;

/** Carries something out for each of several, a few at a time; what is refused stops no other. */
export async function each<Item>(
  items: readonly Item[],
  ask: (item: Item) => Promise<unknown>,
): Promise<EachResult<Item>> {
  const result: EachResult<Item> = { done: [], failed: [] };
  const queue = [...items];
  const work = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      try {
        await ask(item);
        result.done.push(item);
      } catch (error) {
        result.failed.push({ item, words: toProblem(error).message });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, work));
  return result;
}
