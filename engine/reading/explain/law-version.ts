import type { LawThen } from '../../../domain/explain/facts.ts';
import type { AppliedLaw } from '../../../domain/law/law-of.ts';
import type { LawBook } from '../../../domain/law/law-rule.ts';
import type { Histories } from './read-histories.ts';

/**
 * The versions of the rule files that were looked at, and whether they are those of today. Of an instant without a
 * decision only that is known: from when on decisions were made under the files of today.
 */
export function sayLawVersion(
  book: LawBook,
  law: AppliedLaw,
  then: (LawThen & { versions: Record<string, string> }) | null,
  atMs: number,
  { lawSinceMs }: Histories,
  isNow: boolean,
): { lawVersion: string; lawIsToday: boolean } {
  const rules = law.rulesAt(atMs);
  const countries = new Set(
    rules.map(({ jurisdiction }) => jurisdiction.slice(0, 2).toLowerCase().replace('*', 'default')),
  );
  const text = (versions: Readonly<Record<string, string>>): string => {
    const named = Object.entries(versions).filter(([file]) => countries.has(file.replace(/\.json$/, '')));
    const shown = named.length > 0 ? named : Object.entries(versions);
    return rules.length === 0 ? 'no rules' : shown.map(([file, version]) => `${file} ${version}`).join(', ');
  };
  if (then) {
    // No rules at all are not written down with the files that were read.
    const same = then.ruleIds.length === 0 ? rules.length === 0 : sameVersions(then.versions, book.versions);
    return { lawVersion: then.ruleIds.length === 0 ? 'no rules' : text(then.versions), lawIsToday: same };
  }
  const known = isNow || rules.length === 0 || (lawSinceMs !== null && lawSinceMs <= atMs);
  return known ? { lawVersion: text(book.versions), lawIsToday: true } : { lawVersion: 'not_known', lawIsToday: false };
}

function sameVersions(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
