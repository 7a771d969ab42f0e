import { EngineError } from '../error.ts';
import { ProviderReadError } from '../ports.ts';

/** Runs a read of the provider and turns its failure into an answer that an operator can act on. */
export async function readingProvider<T>(accountName: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ProviderReadError)) throw error;
    const details = { status: error.details.status ?? null };
    if (error.details.retryable) {
      throw new EngineError('unavailable', 'provider_unreachable', `Account ${accountName}: ${error.message}`, {
        repair: 'Try again later; check the base address when it stays.',
        details,
        cause: error,
      });
    }
    throw new EngineError('conflict', 'provider_refused', `Account ${accountName}: ${error.message}`, {
      repair: 'Check the API key, the base address and the permissions of the account.',
      details,
      cause: error,
    });
  }
}
