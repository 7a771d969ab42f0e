import { expect, test } from 'vitest';
import { createLogger } from '../../../config/logger.ts';

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  let output = '';
  write(createLogger({ name: 'test', level: 'debug' }, { write: (line: string) => void (output += line) }));
  return output;
}

test('no phone number and no secret reaches the log, wherever it stands', () => {
  const output = logged((log) => {
    log.info(
      { to: '+12025550123', phoneDigits: 12025550124, nested: { list: [{ destination: '2025550125' }] } },
      'call',
    );
    log.warn({ apiKey: 'sk-very-private', headers: { Authorization: 'Bearer abc' } }, 'sent to +12025550126');
    log.error({ err: new Error('connect postgres://u:hunter2@db/x for +12025550127') }, 'failed');
    log.error(new Error('thrown for +12025550128'));
  });
  expect(output).not.toMatch(/202555012/);
  expect(output).not.toMatch(/very-private|Bearer abc|hunter2/);
  expect(output).toContain('***23');
  expect(output).toContain('***27');
});

test('facts that are no phone number stay as they are', () => {
  const output = logged((log) => log.info({ attemptId: '0198f0c2', costMicros: 1234567890, contacts: 50000 }, 'done'));
  expect(JSON.parse(output)).toMatchObject({
    level: 'info',
    name: 'test',
    msg: 'done',
    attemptId: '0198f0c2',
    costMicros: 1234567890,
    contacts: 50000,
  });
});
