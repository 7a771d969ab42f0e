import { describe, expect, it } from 'vitest';
import { checkLaw } from '../../../cli/local/doctor/check-law.ts';
import { LawFileError } from '../../../data/law-file-error.ts';
import { loadLaw } from '../../../data/load-law.ts';

const law = loadLaw();
const load = () => law;

describe('law', () => {
  it('tells each file with its version, how many rules are unconfirmed, and that it is no advice', () => {
    const [files, rules, ...others] = checkLaw(load, Date.parse('2026-12-05'));
    expect(files).toMatchObject({
      level: 'ok',
      message: expect.stringContaining('us.json of 2026-11-25 (10 days old)'),
    });
    const unconfirmed = law.rules.filter(({ confirmed }) => !confirmed).map(({ id }) => id);
    expect(rules).toMatchObject({ level: 'ok', ids: unconfirmed });
    expect(rules?.message).toBe(
      `${law.rules.length} rules, ${unconfirmed.length} of them on sources that nobody has confirmed; none of it is legal advice`,
    );
    expect(others).toEqual([]);
  });

  it('warns of files that nobody has looked at for half a year', () => {
    expect(checkLaw(load, Date.parse('2027-05-26'))[0]?.level).toBe('ok');
    expect(checkLaw(load, Date.parse('2027-05-27'))[0]).toMatchObject({
      level: 'warning',
      ids: Object.keys(law.versions),
    });
  });

  it('warns of holiday calendars that run out, never of the computed one', () => {
    const [, , ending] = checkLaw(load, Date.parse('2030-10-01'));
    expect(ending?.level).toBe('warning');
    expect(ending?.ids).toEqual(law.calendarNames.filter((name) => name !== 'us-federal'));
  });

  it('tells what is wrong with files that cannot be used', () => {
    const [finding] = checkLaw(() => {
      throw new LawFileError([{ file: 'us.json', pointer: '/rules/0/from', message: 'must be a date' }]);
    }, 0);
    expect(finding).toMatchObject({ level: 'problem', message: expect.stringContaining('us.json#/rules/0/from') });
  });
});
