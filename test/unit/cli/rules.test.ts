import { expect, it, onTestFinished, vi } from 'vitest';
import { run } from '../../support/recording-io.ts';

it('tells what is in force for a place on a day, and each rule with its source', async () => {
  const { code, out } = await run(['rules', 'US-AL', '--date', '2026-11-25']);
  expect(code).toBe(0);
  expect(out).toContain('wed 2026-11-25: 08:00-20:00');
  expect(out).toContain('thu 2026-11-26: closed');
  expect(out).toContain('sun 2026-11-29: closed');
  expect(out).toContain('mon 2026-11-30: 08:00-20:00');
  expect(out).toMatch(/consent: +written/);
  expect(out).toContain('us-al-hours (US-AL, from 2025-11-01, NOT CONFIRMED)\n  secondary compilation');
  expect(out).toContain('us-hours (US, from 2012-07-11)');
  expect(out).toContain('None of this is legal advice.');
});

it('holds to the strictest of several places, and to no rule in an emergency', async () => {
  const several = JSON.parse((await run(['rules', 'US-ME,US-TX', '--date', '2026-12-01', '--json'])).out);
  expect(several).toMatchObject({ caps: [{ count: 1, hours: 8 }], consent: 'written', notLegalAdvice: true });
  expect(several.week[0]).toEqual({ weekday: 'mon', date: '2026-12-07', open: ['09:00-17:00'] });
  expect(several.week[6]).toEqual({ weekday: 'sun', date: '2026-12-06', open: [] });
  const emergency = await run(['rules', 'US-ME', '--purpose', 'emergency']);
  expect(emergency.out).toContain('No rule is in force.');
});

it('reads a place in small letters, and says so where no file speaks of a place', async () => {
  expect((await run(['rules', 'us-al', '--date', '2026-11-25'])).out).toMatch(/place: +US-AL/);
  expect((await run(['rules', 'XX'])).out).toContain('No rule file speaks of XX');
  expect((await run(['rules', 'US-AL,GB'])).out).not.toContain('No rule file');
});

it('takes the rules of the day: Sundays in Pennsylvania were free before 18 October 2026', async () => {
  const sunday = async (date: string): Promise<string[]> =>
    JSON.parse((await run(['rules', 'US-PA', '--date', date, '--json'])).out).week[6].open;
  expect(await sunday('2026-10-11')).toEqual(['08:00-21:00']);
  expect(await sunday('2026-10-18')).toEqual([]);
});

it.each([
  [['rules', 'florida'], 'write US-FL, GB'],
  [['rules', 'US-FL', '--date', 'soon'], 'write a date'],
  [['rules', 'US-FL', '--purpose', 'notice'], '--purpose'],
])('refuses %j', async (words, message) => {
  const { code, err } = await run(words);
  expect(code).not.toBe(0);
  expect(err).toContain(message);
});

it('tells in words what is wrong with the files, without a stack', async () => {
  vi.stubEnv('OUTDIAL_LAW', '/nowhere');
  onTestFinished(() => void vi.unstubAllEnvs());
  const { code, err } = await run(['rules', 'GB']);
  expect(code).toBe(2);
  expect(err).toContain('/nowhere: must be a folder');
  expect(err).not.toContain('    at ');
});
