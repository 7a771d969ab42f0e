import type { ContactOverrides } from '../../../db/schema/contacts.ts';
import type { Finding } from '../findings.ts';
import { readSendAt, type SendAtContext } from './read-send-at.ts';

/** The cells of a row that ask for something in place of what the campaign says; empty = nothing asked. */
export interface OverrideCells {
  agent?: string;
  language?: string;
  sendAt?: string;
}

export interface OverrideContext extends SendAtContext {
  nowMs: number;
}

/** As they are stored. */
export type RowOverrides = ContactOverrides;

export interface ReadOverrides {
  overrides: RowOverrides;
  /** BCP 47, as it is written by convention: de-DE. */
  language?: string;
  /** Their column is the target's name: agent, language, send_at. */
  findings: Finding[];
}

/**
 * Reads what a row asks for itself: agent, language, and the time before which it is not to be dialled. A cell that
 * cannot be read is an error: to dial such a contact now, or by another agent, would be a surprise.
 */
export function readOverrides(cells: OverrideCells, context: OverrideContext): ReadOverrides {
  const read: ReadOverrides = { overrides: {}, findings: [] };
  const agent = cells.agent?.trim() ?? '';
  if (agent !== '') readAgent(agent, read);
  const language = cells.language?.trim() ?? '';
  if (language !== '') readLanguage(language, read);
  const sendAt = cells.sendAt?.trim() ?? '';
  if (sendAt !== '') readWhen(sendAt, context, read);
  return read;
}

function readAgent(value: string, read: ReadOverrides): void {
  if (/^[^\s\p{C}\p{Z}]{1,200}$/u.test(value)) {
    read.overrides.agent = value;
    return;
  }
  read.findings.push({
    severity: 'error',
    code: 'agent_invalid',
    column: 'agent',
    value,
    message: 'no id of an agent; expected the id that the provider shows, up to 200 characters without spaces',
  });
}

function readLanguage(value: string, read: ReadOverrides): void {
  const language = canonicalLanguage(value);
  if (language !== undefined) {
    read.language = language;
    return;
  }
  read.findings.push({
    severity: 'error',
    code: 'language_invalid',
    column: 'language',
    value,
    message: 'no language tag; expected one like en or de-DE',
  });
}

/** Names of languages ("english") have the shape of a tag too: the first part must be a code of two or three letters. */
function canonicalLanguage(value: string): string | undefined {
  const tag = value.replaceAll('_', '-');
  if (!/^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(tag)) return undefined;
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function readWhen(value: string, context: OverrideContext, read: ReadOverrides): void {
  const column = 'send_at';
  const when = readSendAt(value, context);
  if (!when.ok) {
    const { code, message, suggested } = when;
    read.findings.push({
      severity: 'error',
      code,
      column,
      value,
      message,
      ...(suggested === undefined ? {} : { suggested }),
    });
    return;
  }
  read.overrides.sendAtMs = when.atMs;
  if (when.foldedIn !== undefined) {
    read.findings.push({
      severity: 'warning',
      code: 'send_at_twice',
      column,
      value,
      message: `clocks in ${when.foldedIn} show this time twice, and the first is taken; expected a time with its offset for the second`,
    });
  }
  if (when.atMs <= context.nowMs) {
    read.findings.push({
      severity: 'warning',
      code: 'send_at_past',
      column,
      value,
      message: 'this time is over, so the contact is dialled as soon as its hours allow; expected a later time',
    });
  }
}
