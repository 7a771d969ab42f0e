import { tabStore } from '../tab-store.ts';
import type { MessageForm } from './message-form.ts';

const keyOf = (importId: string): string => `outdial.message.${importId}`;

/** What is typed and not saved yet survives a reload of this tab; what is saved is the campaign's. */
export const keepForm = (importId: string, form: MessageForm | null): void =>
  tabStore.write(keyOf(importId), form === null ? null : JSON.stringify(form));

export function keptForm(importId: string): MessageForm | null {
  try {
    const kept: unknown = JSON.parse(tabStore.read(keyOf(importId)) ?? 'null');
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
