const SECRET_NAME = /secret|password|passwd|token|api[-_]?key|authorization|cookie|signature|credential|private/i;
const PHONE_NAME = /phone|msisdn|destination|^(to|from|number|caller|callee)$/i;
/** E.164: a plus and 7 to 15 digits. */
const PHONE = /\+\d{7,15}\b/g;
const BARE_PHONE = /\d{7,15}/g;
const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]*:[^\s/@]*@/gi;
const MAX_DEPTH = 6;

/** A text without phone numbers (their last two digits stay, to tell two apart) and without passwords in addresses. */
export function redactText(text: string): string {
  return text.replace(URL_PASSWORD, '$1***@').replace(PHONE, mask);
}

/** A copy of what is about to be logged, without people's numbers and without secrets, at any depth. */
export function redact(value: unknown, name = '', depth = 0): unknown {
  if (SECRET_NAME.test(name) && value !== null && value !== undefined && typeof value !== 'boolean') return '***';
  if (typeof value === 'string') {
    return PHONE_NAME.test(name) ? redactText(value).replace(BARE_PHONE, mask) : redactText(value);
  }
  if ((typeof value === 'number' || typeof value === 'bigint') && PHONE_NAME.test(name)) {
    return String(value).replace(BARE_PHONE, mask);
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth >= MAX_DEPTH) return '[deep]';
  if (Array.isArray(value)) return value.map((entry) => redact(entry, name, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, redact(entry, key, depth + 1)]));
}

function mask(phone: string): string {
  return `***${phone.slice(-2)}`;
}
