import { expect, it } from 'vitest';
import { asCli } from '../../../dashboard/format/as-command.ts';
import { localZone } from '../../../dashboard/format/time.ts';
import { creditsCommand } from '../../../dashboard/pages/credits/credits-command.ts';
import { groupCommand } from '../../../dashboard/pages/failures/group-command.ts';
import { listCommand } from '../../../dashboard/pages/reminders/list/list-command.ts';
import { queueCommand } from '../../../dashboard/pages/reviews/queue-command.ts';
import type { QueueName } from '../../../dashboard/pages/reviews/search.ts';

const me = { id: 'u1', email: 'ada@example.com' };

it('writes a command that a shell reads as it is meant', () => {
  expect(asCli('outdial x', { a: undefined, b: true, code: "it's 5", at: '2026-11-26T14:00:00.000Z' })).toBe(
    `outdial x --b --code 'it'\\''s 5' --at 2026-11-26T14:00:00.000Z`,
  );
});

it.each<[QueueName, string, string]>([
  [
    'parked',
    '/v1/attempts?state=PARKED&campaignId=c1&assignee=u1',
    'outdial attempts list --state PARKED --campaign c1 --assignee ada@example.com',
  ],
  [
    'opt_outs',
    '/v1/reviews?kind=opt_out&state=open&campaignId=c1&assignee=u1',
    'outdial reviews list --kind opt_out --campaign c1 --assignee ada@example.com',
  ],
  [
    'answers',
    '/v1/reviews?kind=answer&state=open&campaignId=c1&assignee=u1',
    'outdial reviews list --kind answer --campaign c1 --assignee ada@example.com',
  ],
  ['zones', '/v1/campaigns/c1/review/zones?assignee=u1', 'outdial review zones c1 --assignee ada@example.com'],
  ['consent', '/v1/campaigns/c1/review/consent?assignee=u1', 'outdial review consent c1 --assignee ada@example.com'],
])('says the queue %s of one campaign and one person as a command', (tab, address, cli) => {
  const search = { campaign: 'c1', assignee: 'me' };
  const command = queueCommand({ tab, search, me, campaignIds: ['c1', 'c2'] });
  expect(command).toEqual({ call: { method: 'GET', address }, cli });
});

it('says a queue of every campaign a line for each where it is asked for by campaign', () => {
  const of = (tab: QueueName, campaignIds: string[]) => queueCommand({ tab, search: {}, me, campaignIds }).cli;
  expect(of('zones', ['c1', 'c2'])).toBe('outdial review zones c1\noutdial review zones c2');
  expect(of('consent', [])).toBe('outdial review consent CAMPAIGN');
  expect(of('answers', ['c1', 'c2'])).toBe('outdial reviews list --kind answer');
});

it('says the part of a group that its bars choose, and the whole group where none is chosen', () => {
  expect(groupCommand('busy', { campaign: 'c1' })).toEqual({
    call: { method: 'GET', address: '/v1/failures/busy?campaignId=c1' },
    cli: "outdial failures show 'busy' --campaign c1",
  });
  const bars = { campaign: 'c1', number: 'n1', prefix: '1212', country: 'US', code: '486 busy', hour: '2026-11-26T14' };
  const span = '2026-11-26T14%3A00%3A00.000Z&to=2026-11-26T15%3A00%3A00.000Z';
  expect(groupCommand('busy', bars)).toEqual({
    call: {
      method: 'GET',
      address: `/v1/failures/busy/contacts?campaignId=c1&numberId=n1&prefix=1212&country=US&code=486+busy&from=${span}`,
    },
    cli:
      "outdial failures contacts 'busy' --campaign c1 --number n1 --prefix 1212 --country US --code '486 busy' " +
      '--from 2026-11-26T14:00:00.000Z --to 2026-11-26T15:00:00.000Z',
  });
  expect(groupCommand('busy', { ...bars, tab: 'resolved' })).toEqual({
    call: { method: 'GET', address: '/v1/failures/busy/contacts?campaignId=c1&resolved=true' },
    cli: "outdial failures contacts 'busy' --campaign c1 --resolved",
  });
});

it('says the lines that the ledger is filtered to, and the balances where it is not', () => {
  expect(creditsCommand({}).cli).toBe('outdial credits show');
  expect(creditsCommand({ account: 'a1', budget: 'b1', campaign: 'c1', kind: 'settle', attempt: 't1' })).toEqual({
    call: {
      method: 'GET',
      address: '/v1/ledger/entries?accountId=a1&campaignId=b1&ofCampaign=c1&kind=settle&attemptId=t1',
    },
    cli: 'outdial credits entries --account a1 --campaign b1 --of-campaign c1 --attempt t1 --kind settle',
  });
});

it('says the appointments with their day, state, search and order', () => {
  const zone = localZone();
  const search = { day: 'today', state: 'booked', q: '+1 (212) 555-0142', sort: 'name', direction: 'desc' } as const;
  const { call, cli } = listCommand({ ...search, programme: 'p1', reminder: 'failed' });
  expect(Object.fromEntries(new URL(call.address, 'http://x').searchParams)).toEqual({
    programme: 'p1',
    state: 'booked',
    reminderState: 'failed',
    day: 'today',
    person: '+12125550142',
    zone,
    sort: 'name',
    direction: 'desc',
  });
  expect(cli).toBe(
    `outdial appointments list --today --programme p1 --state booked --person +12125550142 --zone ${zone} ` +
      '--reminder failed --sort name --direction desc',
  );
  const dated = listCommand({ date: '2026-11-26', q: "O'Hara", direction: 'desc' });
  expect(dated.cli).toMatch(/^outdial appointments list --all --text 'O'\\''Hara' --from \S+Z --to \S+Z --zone \S+$/);
  expect(dated.call.address).toContain('day=all&text=O%27Hara&from=');
});
