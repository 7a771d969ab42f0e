import { ProviderReadError } from '../ports.ts';

/**
 * Asks the provider about each of `items`, `atOnce` at a time. A question that fails leaves the others alone; a whole
 * round that fails is an outage, and the rest waits for the next look. Answers the failures, in order; whatever is no
 * ProviderReadError is thrown.
 */
export async function askEach<T>(
  items: readonly T[],
  atOnce: number,
  ask: (item: T) => Promise<void>,
  /** Called before each round: a slow provider must not look like a dead reconciler. */
  alive: () => Promise<void>,
): Promise<ProviderReadError[]> {
  const failures: ProviderReadError[] = [];
  for (let from = 0; from < items.length; from += atOnce) {
    await alive();
    const round = items.slice(from, from + atOnce);
    const answers = await Promise.all(round.map(async (item) => await failureOf(ask, item)));
    const failed = answers.filter((answer) => answer !== null);
    failures.push(...failed);
    // What cannot be read at all, like a key that is refused, is quick to say no and stops nobody.
    if (failed.filter((failure) => failure.details.retryable).length === round.length) break;
  }
  return failures;
}

async function failureOf<T>(ask: (item: T) => Promise<void>, item: T): Promise<ProviderReadError | null> {
  try {
    await ask(item);
    return null;
  } catch (error) {
    if (error instanceof ProviderReadError) return error;
    throw error;
  }
}
