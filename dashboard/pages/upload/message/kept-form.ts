import type { MessageForm } from './message-form.ts';

const keyOf = (importId: string): string => `outdial.message.${importId}`;

/** What is typed and not saved yet survives a reload of this tab; what is saved is the campaign's. */
export function keepForm(importId: string, form: MessageForm | null): void {
  try {
    if (form === null) sessionStorage.removeItem(keyOf(importId));
    else sessionStorage.setItem(keyOf(importId), JSON.stringify(form));
  } catch {
    // Not kept, then.
  }
}

export function keptForm(importId: string): MessageForm | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(importId)) ?? 'null');
    return isForm(kept) ? kept : null;
  } catch {
    return null;
  }
}

const isForm = (value: unknown): value is MessageForm =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'purpose' in value &&
  typeof value.purpose === 'string' &&
  'steps' in value &&
  Array.isArray(value.steps) &&
  value.steps.every(
    (step: unknown) =>
      typeof step === 'object' &&
      step !== null &&
      'text' in step &&
      typeof step.text === 'string' &&
      'variables' in step &&
      Array.isArray(step.variables),
  );
