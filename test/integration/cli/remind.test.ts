import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runImport } from '../../../engine/importing/run-import.ts';
import { documentOf, run as runCli, type Outcome, type RunOptions } from '../../support/recording-io.ts';
import { seedProgramme } from '../../support/seed-programme.ts';
import { seedAccount } from '../../support/seed.ts';
import { openApi, type ApiWorld } from '../api/api-world.ts';

let world: ApiWorld;
let apiUrl: string;
let number: string;
beforeAll(async () => {
  world = await openApi();
  apiUrl = await world.app.listen({ port: 0, host: '127.0.0.1' });
  number = (await seedAccount(world.engine, world.test, {})).numberId;
});
afterAll(() => world.close());

const run = (words: readonly string[], options: RunOptions = {}): Promise<Outcome> =>
  runCli(words, { apiUrl, apiKey: world.adminKey, ...options });
const YEAR = new Date().getUTCFullYear() + 2;
const AT = `${YEAR}-01-09 09:30`;
let people = 12_125_550_700;
const somebody = (): string => `+${people++}`;
const booked = async (words: readonly string[] = []): Promise<{ id: string; name: string }> => {
  const name = `clinic ${people}`;
  await seedProgramme(world.engine, world.test, { name, text: 'See you.' });
  const id = `visit-${people}`;
  const answer = await run([
    'remind',
    somebody(),
    '--at',
    AT,
    '--zone',
    'America/Chicago',
    '--programme',
    name,
    '--external-id',
    id,
    ...words,
  ]);
  expect([answer.err, answer.code]).toEqual(['', 0]);
  return { id, name };
};

describe('outdial remind', () => {
  it('books in a programme and says what was understood, and each step with when, why and cost', async () => {
    const { name } = await booked();
    const phone = somebody();
    const words = ['remind', phone, '--at', AT, '--zone', 'America/Chicago', '--programme', name];
    const { code, out } = await run(words);
    expect(code).toBe(0);
    expect(out).toMatch(/^Booked: visit-[a-z]{16}, [A-Z][a-z]{2} 9 Jan \d{4} 09:30 in Chicago/);
    expect(out).toMatch(/Text, 24 h before +[A-Z][a-z]{2} 8 Jan \d{4} 09:30 in Chicago +At its own time.* 0\.\d\d/);
    expect(out).toMatch(/Call, 2 h before +[A-Z][a-z]{2} 9 Jan \d{4} 07:30 in Chicago/);
    expect((await run(words)).out).toMatch(/^Nothing changes: /);
    expect(documentOf(await run([...words, '--json']))).toMatchObject({ change: 'unchanged', version: 1 });
  });

  it('makes an id without the number in it, which nobody finds who has not the key', async () => {
    const { name } = await booked();
    const phone = somebody();
    const words = ['remind', phone, '--at', AT, '--zone', 'America/Chicago', '--programme', name, '--json'];
    const first = documentOf(await run(words));
    expect(String(first['externalId'])).toMatch(/^visit-[a-z]{16}$/);
    const made = documentOf(await run(['keys', 'create', '--name', 'another', '--scope', 'admin', '--json']));
    const other = documentOf(await run(words, { apiKey: String(made['key']) }));
    expect(other['externalId']).toMatch(/^visit-[a-z]{16}$/);
    expect(other['externalId']).not.toBe(first['externalId']);
  });

  it('makes a programme of the steps once, and takes it again for the same steps', async () => {
    const steps = ['--steps', '24h:sms,1d@12:00:sms', '--number', number, '--text', 'See you {{ appointment_day }}.'];
    const words = ['--at', AT, '--zone', 'America/Chicago', ...steps];
    const first = await run(['remind', somebody(), ...words, '--yes']);
    expect(first.err).toContain('Made the programme "24h:sms, 1d@12:00:sms".');
    expect(first.code).toBe(0);
    const second = await run(['remind', somebody(), ...words]);
    expect([second.err, second.code]).toEqual(['', 0]);
    const other = await run(['remind', somebody(), ...words, '--text', 'Other words.']);
    expect(other.err).toMatch(/Made the programme "24h:sms, 1d@12:00:sms #[0-9a-f]{6}"/);
  });

  it('shows a new programme before it is made, and makes none without a yes', async () => {
    const words = [
      'remind',
      somebody(),
      '--at',
      AT,
      '--zone',
      'America/Chicago',
      '--steps',
      '3h:sms',
      '--number',
      number,
      '--text',
      'Soon.',
    ];
    const asked = await run(words, { mayAsk: true, stdin: 'n\n' });
    expect(asked.err).toContain('3h-sms (sms):');
    expect([asked.code, asked.err.includes('Nothing was done.')]).toEqual([1, true]);
    const trial = await run([...words, '--dry-run']);
    expect(trial.out).toContain('was not looked at');
    expect((await world.ask('GET', '/v1/programmes/3h:sms')).status).toBe(404);
  });

  it('says what is wrong in words, with the times that would do', async () => {
    const { name } = await booked();
    const past = await run([
      'remind',
      somebody(),
      '--at',
      '2020-01-01 09:30',
      '--zone',
      'America/Chicago',
      '--programme',
      name,
    ]);
    expect([past.code, past.err.includes('is over')]).toEqual([1, true]);
    const loose = await run(['remind', somebody(), '--at', AT]);
    expect([loose.code, loose.err.includes('--programme or --steps is missing')]).toEqual([2, true]);
    const both = await run(['remind', somebody(), '--at', AT, '--programme', name, '--steps', '1h:sms']);
    expect(both.code).toBe(2);
  });

  it('shows what a booking would be, without booking', async () => {
    const { name } = await booked();
    const words = [
      'remind',
      somebody(),
      '--at',
      AT,
      '--zone',
      'America/Chicago',
      '--programme',
      name,
      '--external-id',
      'trial',
    ];
    expect((await run([...words, '--dry-run'])).out).toMatch(/^It would be:\nBooked: trial, /);
    expect((await run(['appointments', 'move', 'trial', '--at', AT])).code).toBe(1);
  });
});

describe('outdial appointments move, cancel, skip and now', () => {
  it('moves by the id alone, and shows the old plan beside the new one', async () => {
    const { id } = await booked();
    const moved = await run(['appointments', 'move', id, '--at', `${YEAR}-01-16 11:00`]);
    expect(moved.out).toMatch(/^Moved: visit-\d+, [A-Z][a-z]{2} 16 Jan \d{4} 11:00 in Chicago/);
    expect(moved.out).toMatch(/step +before +now +why/);
    expect(moved.out).toMatch(
      /Text, 24 h before +\w{3} 8 Jan \d{4} 09:30 in Chicago +\w{3} 15 Jan \d{4} 11:00 in Chicago/,
    );
  });

  it('asks which one where several programmes have it', async () => {
    const { id, name } = await booked();
    const other = `other ${people}`;
    await seedProgramme(world.engine, world.test, { name: other, text: 'x' });
    await run([
      'remind',
      somebody(),
      '--at',
      AT,
      '--zone',
      'America/Chicago',
      '--programme',
      other,
      '--external-id',
      id,
    ]);
    const unclear = await run(['appointments', 'cancel', id]);
    expect(unclear.err).toContain(name);
    expect(unclear.err).toContain(other);
    expect(unclear.code).toBe(1);
    expect((await run(['appointments', 'cancel', id, '--programme', other])).out).toMatch(/^Cancelled: /);
    expect((await run(['appointments', 'cancel', 'nobody'])).err).toContain('No programme has an appointment "nobody"');
  });

  it('skips a step, puts it back, sends one now and cancels', async () => {
    const { id } = await booked();
    expect((await run(['appointments', 'skip', id, '--step', '24h-sms'])).out).toMatch(
      /Text, 24 h before +\w{3} 8 Jan.*not sent/,
    );
    expect((await run(['appointments', 'skip', id, '--undo'])).out).toMatch(/Text, 24 h before +not sent +\w{3} 8 Jan/);
    const now = await run(['appointments', 'now', id, '--step', '2h-call', '--json']);
    expect(documentOf(now)).toMatchObject({ change: 'sent_now' });
    const cancelled = await run(['appointments', 'cancel', id, '--reason', 'away']);
    expect(cancelled.out).toMatch(/Text, 24 h before +\w{3} 8 Jan \d{4} 09:30 in Chicago +not sent/);
    const late = await run(['appointments', 'now', id]);
    expect([late.code, late.err.includes('is cancelled')]).toEqual([1, true]);
  });
});

describe('outdial appointments import', () => {
  it('books a list, says what was set aside, and takes it back', async () => {
    const name = `practice ${people}`;
    await seedProgramme(world.engine, world.test, { name, text: 'See you.' });
    const list = `Visit ID,phone,Begins\nv1,+12125550101,${YEAR}-01-09 09:30\nv2,+12125550102,soon\n`;
    const words = [
      'appointments',
      'import',
      '-',
      '--programme',
      name,
      '--at-column',
      'Begins',
      '--zone',
      'America/Chicago',
    ];
    const sent = await run([...words, '--no-wait', '--json'], { stdin: list });
    expect([sent.code, sent.err]).toEqual([0, '']);
    const importId = String(documentOf(sent)['importId']);
    await runImport(world.engine, importId);
    const shown = await run(['imports', 'show', importId]);
    expect(shown.out).toMatch(/books appointments/);
    expect(shown.out).toMatch(/accepted: +1\n/);
    expect(shown.out).toContain('time_unreadable');
    const at = await run(['appointments', 'show', 'v1', '--programme', name]);
    expect(at.out).toMatch(/9 Jan 09:30 in Chicago/);

    const undo = run(['import', 'undo', importId]);
    await expect.poll(async () => (await world.ask('GET', `/v1/imports/${importId}`)).body['state']).toBe('undoing');
    await runImport(world.engine, importId);
    expect((await undo).out).toContain('Cancelled: 1 appointment of 1');
  });

  it('needs a programme, and a column for the time', async () => {
    expect((await run(['appointments', 'import', '-'], { stdin: 'x' })).code).toBe(2);
    const nowhere = await run(['appointments', 'import', '-', '--programme', 'nowhere'], { stdin: 'id,phone,start\n' });
    expect([nowhere.code, nowhere.err.includes('no programme "nowhere"')]).toEqual([1, true]);
  });
});
