import { tabStore } from '../../upload/tab-store.ts';

const NAME = 'outdial.test-phone';

/** The number that somebody tests with: known to this tab until it is closed, and to nobody else. */
export const readOwnPhone = (): string => tabStore.read(NAME) ?? '';
export const keepOwnPhone = (phone: string): void => tabStore.write(NAME, phone);
