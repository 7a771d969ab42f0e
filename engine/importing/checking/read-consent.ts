import type { FindingCode } from '../../../domain/finding-titles.ts';
import type { StatedConsent } from '../../../domain/law/consent.ts';
import { CAMPAIGN_PURPOSES } from '../../../domain/purpose.ts';
import { firstInstantOfWall } from '../../../domain/wall-instants.ts';
import { readWrittenTime, type DateOrder } from '../../../domain/written-time.ts';
import type { ZoneTable } from '../../../domain/zone-table.ts';
import type { Finding } from '../findings.ts';
import type { ConsentTarget } from '../import-options.ts';

export type ConsentCells = Partial<Record<ConsentTarget, string>>;

export interface ConsentContext {
  /** Every zone that the contact may be in. */
  zones: readonly string[];
  table: ZoneTable;
  nowMs: number;
  dateOrder?: DateOrder;
}

const MAX_METHOD_CHARACTERS = 100;
/** Clocks are at most so far ahead of UTC. */
const FARTHEST_EAST_MS = 14 * 3_600_000;
const WHEN = 'a date like 2026-03-14, or with its time and offset, 2026-03-14T09:30-05:00';
const EVERY_PURPOSE = ['', 'all', 'any', '*'];

/**
 * Reads the consent that a row states. What cannot be read is an error: a record that is wrong is worse than none.
 * A date without a place is taken as early as it can have been, so that a "no" of the same day still counts after it.
 * The column of a finding is the target's name.
 */
export function readConsent(
  cells: ConsentCells,
  context: ConsentContext,
): { consent?: StatedConsent; findings: Finding[] } {
  const findings: Finding[] = [];
  const cell = (target: ConsentTarget): string => cells[target]?.trim() ?? '';
  const say = (severity: 'error' | 'warning', code: FindingCode, column: ConsentTarget, message: string): void => {
    findings.push({ severity, code, column, value: cell(column), message });
  };
  if (cell('consent_at') === '') {
    say('warning', 'consent_without_date', 'consent_at', `consent without its date is not kept; expected ${WHEN}`);
    return { findings };
  }
  const when = (column: 'consent_at' | 'consent_expires'): number | undefined => {
    const written = readWrittenTime(cell(column), context.dateOrder);
    if (!('problem' in written)) return 'instantMs' in written ? written.instantMs : earliest(written.wallMs, context);
    const wanted = written.problem === 'ambiguous' ? `the option dateOrder (dmy or mdy), or ${WHEN}` : WHEN;
    say('error', `${column}_${written.problem}`, column, `${written.what}; expected ${wanted}`);
    return undefined;
  };
  const happenedAtMs = when('consent_at');
  if (happenedAtMs !== undefined && happenedAtMs > context.nowMs) {
    say('error', 'consent_in_future', 'consent_at', 'consent that is not given yet; expected a date that is over');
  }
  const expiresAtMs = cell('consent_expires') === '' ? undefined : when('consent_expires');
  if (happenedAtMs !== undefined && expiresAtMs !== undefined) {
    const column = 'consent_expires';
    if (expiresAtMs <= happenedAtMs) {
      say('error', 'consent_expires_before', column, 'the consent ends before it was given; expected a later date');
    } else if (expiresAtMs <= context.nowMs) {
      say('warning', 'consent_expired', column, 'the consent has run out and counts no more; expected a date to come');
    }
  }
  const method = wordOf(cell('consent_method'));
  if (method.length > MAX_METHOD_CHARACTERS) {
    const message = `${method.length} characters; expected a word or two, like web_form or paper`;
    say('error', 'consent_method_invalid', 'consent_method', message);
  }
  const purpose = purposeOf(cell('consent_purpose'));
  if (purpose === undefined) {
    const message = `no such purpose; expected ${CAMPAIGN_PURPOSES.join(', ')}, or nothing for all of them`;
    say('error', 'consent_purpose_unknown', 'consent_purpose', message);
  }
  const textShown = cell('consent_text');
  const told = cell('consent_class').toLowerCase();
  const consentClass = told === '' ? (textShown === '' ? 'express' : 'written') : told;
  if (consentClass !== 'written' && consentClass !== 'express') {
    say('error', 'consent_class_unknown', 'consent_class', 'no such kind of consent; expected written or express');
    return { findings };
  }
  if (happenedAtMs === undefined || purpose === undefined || findings.some(({ severity }) => severity === 'error')) {
    return { findings };
  }
  return {
    consent: {
      purpose,
      consentClass,
      method: method === '' ? 'import' : method,
      happenedAtMs,
      ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
      ...(textShown === '' ? {} : { textShown }),
    },
    findings,
  };
}

/** The first instant at which a clock shows it in any of the zones; anywhere on Earth, when none is known. */
function earliest(wallMs: number, { zones, table }: ConsentContext): number {
  if (zones.length === 0) return wallMs - FARTHEST_EAST_MS;
  return Math.min(...zones.map((zone) => firstInstantOfWall(table, zone, wallMs)));
}

/** `Web form` -> `web_form` */
const wordOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');

function purposeOf(text: string): StatedConsent['purpose'] | undefined {
  const word = text.toLowerCase();
  return EVERY_PURPOSE.includes(word) ? '' : CAMPAIGN_PURPOSES.find((purpose) => purpose === word);
}
