import { z } from 'zod';
import type { campaignTest, testPreview } from '../../../api/schemas/campaign-tests.ts';
import { usageError } from '../../cli-error.ts';
import { EXIT } from '../../exit-codes.ts';
import { wholeNumber } from '../../parse/whole-number.ts';
import { amount, instant } from '../../print/amounts.ts';
import { fields, oneLine, table } from '../../print/table.ts';
import { verb, type Answer, type Context } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { campaignParams } from '../find-campaign.ts';
import { inFlightWords } from '../in-flight.ts';
import { isPassing } from '../is-passing.ts';

type Preview = z.output<typeof testPreview>;
type Test = z.output<typeof campaignTest>;

const POLL_MS = 1_000;
const campaign = z.string();

const EXAMPLE = `Example:
  outdial campaign test "June recall" --to +12025550123 --row 4 --value name=Ana --wait`;

export const testVerbs = [
  verb('test <campaign>', 'call or text one number, now, as a step of the campaign would', {
    flags: [
      { flags: '--to <number>', help: 'the number to try, like +12025550123' },
      { flags: '--step <n>', help: 'which step, from 1 (default: 1)' },
      { flags: '--row <n>', help: 'of its list: whose values fill the script (default: the first accepted row)' },
      { flags: '--list <id>', help: 'the list of that row, where the campaign has several' },
      { flags: '--value <name=text>', help: "in place of the row's; may be repeated", many: true },
      { flags: '--timezone <zone>', help: 'where the person is, where the number does not tell' },
      { flags: '--agrees', help: 'whoever answers asked for this test: kept where the law wants consent on record' },
      { flags: '--dry-run', help: 'only say what would be sent, and what is in its way' },
      { flags: '--wait', help: 'show what becomes of it until it is over; Ctrl-C only detaches' },
    ],
    help: EXAMPLE,
    input: z.object({
      campaign,
      to: z.string(),
      step: wholeNumber.optional(),
      row: wholeNumber.optional(),
      list: z.string().optional(),
      value: z.array(z.string()).optional(),
      timezone: z.string().optional(),
      agrees: z.boolean().optional(),
      dryRun: z.boolean().optional(),
      wait: z.boolean().optional(),
    }),
    run: async (input, context) => {
      const { to, step, row, list, timezone, agrees } = input;
      if (step === 0) throw usageError('--step: the first step is 1');
      const params = await campaignParams(context.api(), input.campaign);
      const answer = await context.api().call(API.sendTest, {
        params,
        query: input.dryRun ? { dry_run: 'true' } : {},
        body: {
          phone: to,
          step: step === undefined ? undefined : step - 1,
          row,
          importId: list,
          values: valuesOf(input.value),
          timezone,
          agrees,
        },
      });
      if (answer.kind === 'preview') return { data: answer, text: previewText(answer) };
      return input.wait
        ? await waitFor(answer, context)
        : { data: answer, text: `${testText(answer)}\n\n${later(answer)}` };
    },
  }),
  verb('tests <campaign>', 'the newest tests of a campaign', {
    input: z.object({ campaign }),
    run: async (input, { api }) => {
      const answer = await api().call(API.listTests, { params: await campaignParams(api(), input.campaign) });
      const text = table(
        answer.items,
        [
          { title: 'asked for (UTC)', value: ({ createdAt }) => instant(createdAt) },
          { title: 'to', value: ({ phone }) => phone },
          { title: 'step', value: (test) => `${test.step + 1} ${test.channel}` },
          { title: 'state', value: ({ state }) => state },
          { title: 'outcome', value: ({ attempt }) => attempt?.outcome ?? '' },
          { title: 'by', value: ({ createdBy }) => createdBy },
          { title: 'id', value: ({ id }) => id },
        ],
        'No test.',
      );
      return { data: answer, text };
    },
  }),
  verb('show-test <campaign> <test>', 'what became of a test', {
    flags: [{ flags: '--wait', help: 'until it is over' }],
    input: z.object({ campaign, test: z.string(), wait: z.boolean().optional() }),
    run: async (input, context) => {
      const { campaignId } = await campaignParams(context.api(), input.campaign);
      const answer = await context.api().call(API.showTest, { params: { campaignId, testId: input.test } });
      return input.wait ? await waitFor(answer, context) : { data: answer, text: testText(answer) };
    },
  }),
  verb('cancel-test <campaign> <test>', 'end a test that was not dialled yet', {
    input: z.object({ campaign, test: z.string() }),
    run: async (input, { api }) => {
      const { campaignId } = await campaignParams(api(), input.campaign);
      const answer = await api().call(API.cancelTest, { params: { campaignId, testId: input.test } });
      return { data: answer, text: `Cancelled. ${inFlightWords(answer)}` };
    },
  }),
];

function valuesOf(given: readonly string[] | undefined): Record<string, string> | undefined {
  if (given === undefined) return undefined;
  return Object.fromEntries(
    given.map((pair) => {
      const [, name, text] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
      if (name === undefined || text === undefined) throw usageError(`--value: "${pair}" is no pair; write name=text`);
      return [name, text];
    }),
  );
}

/** Asks until it is over. An api that is away for a moment is asked again: the test does not need it. */
async function waitFor(first: Test, context: Context): Promise<Answer> {
  const { io } = context;
  const interrupted = io.interrupted();
  const params = { campaignId: first.campaignId, testId: first.id };
  let test = first;
  let said = '';
  for (;;) {
    const line = `${test.state}: ${test.message}`;
    if (!context.json && line !== said) io.err(`${line}\n`);
    said = line;
    if (!test.open || interrupted.aborted) break;
    await io.pause(POLL_MS, interrupted);
    try {
      if (!interrupted.aborted) test = await context.api().call(API.showTest, { params, signal: interrupted });
    } catch (error) {
      if (!interrupted.aborted && !isPassing(error)) throw error;
    }
  }
  const text = test.open ? `${testText(test)}\n\nDetached. ${later(test)}` : testText(test);
  const failed = !test.open && test.state !== 'done';
  return { data: test, text, exitCode: failed ? EXIT.failed : EXIT.done };
}

const later = ({ campaignId, id }: Test): string => `See it: outdial campaign show-test ${campaignId} ${id} --wait`;

function previewText(preview: Preview): string {
  const { script, consent } = preview;
  const way = { now: 'at once', waits: 'it would wait', cannot: 'it cannot' }[preview.go];
  const head = fields({
    to: preview.phone,
    from: `${preview.callerId} (${preview.account})`,
    step: `${preview.step + 1} ${preview.channel}`,
    'costs at most': amount(preview.costAtMostMicros, preview.currency),
    'values of': preview.row === null ? null : `row ${preview.row.rowNumber}`,
    segments: script.sms === null ? null : `${script.sms.segments} (${script.sms.encoding})`,
    missing: script.missing.join(', ') || null,
    goes: preview.message === null ? way : `${way}: ${preview.message}`,
    consent: consent.mayBeSaidHere ? `--agrees says: ${consent.text}` : null,
  });
  const told = Object.entries(script.agentVariables).map(([name, value]) => oneLine(`${name} = ${value}`));
  return [head, oneLine(script.text), told.join('\n'), script.problem]
    .filter((part) => part !== null && part !== '')
    .join('\n\n');
}

function testText(test: Test): string {
  const { attempt, transcript } = test;
  const head = fields({
    id: test.id,
    to: test.phone,
    from: test.callerId,
    step: `${test.step + 1} ${test.channel}`,
    state: `${test.state}: ${test.message}`,
    outcome: attempt?.outcome ?? null,
    'said by the provider': attempt?.providerReason ?? null,
    talked: attempt?.talkSeconds == null ? null : `${attempt.talkSeconds} s`,
    cost: attempt?.costMicros == null ? null : amount(attempt.costMicros, test.currency),
    contact: String(test.contactId),
  });
  const turns = (transcript?.turns ?? []).map(({ role, text }) => oneLine(`${role}: ${text}`));
  return [head, oneLine(attempt?.rendered?.text), turns.join('\n')].filter((part) => part !== '').join('\n\n');
}
