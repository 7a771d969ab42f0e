/** Long enough to be asked about; what is wrong with it the api says. */
export const looksWhole = (phone: string): boolean =>
  phone.trim().startsWith('+') && phone.replace(/\D/g, '').length >= 8;
