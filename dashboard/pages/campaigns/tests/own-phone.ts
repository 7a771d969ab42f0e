const NAME = 'outdial.test-phone';

/** The number that somebody tests with: known to this tab until it is closed, and to nobody else. */
export function readOwnPhone(): string {
  try {
    return sessionStorage.getItem(NAME) ?? '';
  } catch {
    return '';
  }
}

export function keepOwnPhone(phone: string): void {
  try {
    sessionStorage.setItem(NAME, phone);
  } catch {
    // A browser without storage: it is typed again.
  }
}

/** Long enough to be asked about; what is wrong with it the api says. */
export const looksWhole = (phone: string): boolean =>
  phone.trim().startsWith('+') && phone.replace(/\D/g, '').length >= 8;
