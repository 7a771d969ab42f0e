/** The little that an adapter says of its work. Never a key, never a phone number. */
export interface ProviderLog {
  debug: (fields: object, message: string) => void;
  warn: (fields: object, message: string) => void;
}
