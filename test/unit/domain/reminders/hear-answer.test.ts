import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TranscriptTurn } from '../../../../domain/fact.ts';
import { hearsOptOut } from '../../../../domain/hears-opt-out.ts';
import { hearAnswer } from '../../../../domain/reminders/hear-answer.ts';

const RULES = { keys: { '1': 'confirm' }, languages: ['en', 'es', 'de'] } as const;
/** The agent and the person in turn. */
const call = (...texts: string[]): TranscriptTurn[] =>
  texts.map((text, index) => ({ role: index % 2 === 0 ? 'agent' : 'person', text }));
const hear = (...texts: string[]): string | null => hearAnswer(call(...texts), RULES)?.meaning ?? null;

const ASKED = 'You have an appointment tomorrow at nine. Will you be there?';

describe('hearAnswer', () => {
  it.each([
    ['confirm', [ASKED, 'Yes.']],
    ['confirm', ['Can you make it tomorrow at nine?', 'Yeah sure']],
    ['confirm', ['Hello', 'Hi', ASKED, 'Yes I will be there', 'Any questions?', 'No.', 'Goodbye', 'Bye']],
    ['confirm', ['Tomorrow at nine.', 'I confirm, thank you']],
    ['confirm', ['¿Va a asistir a su cita?', 'Sí, claro']],
    ['confirm', ['Können Sie kommen?', 'Ja, gerne']],
    ['cancel', [ASKED, 'I need to cancel my appointment']],
    ['cancel', [ASKED, "I can't make it, please cancel"]],
    ['reschedule', [ASKED, 'Can we reschedule?', 'Of course. Thank you.', 'Thanks']],
    // A "yes" to another question, or to two at once.
    [null, ['Am I speaking with John?', 'Yes.']],
    [null, ['Would you like to confirm or cancel?', 'Yes.']],
    [null, [ASKED, 'Yes.', 'Shall I cancel it, then?', 'Yes.']],
    // Taken back.
    [null, [ASKED, 'Yes.', 'Good.', "Actually no, I can't come"]],
    [null, [ASKED, 'Yes.', 'Good.', 'Please cancel my appointment']],
    [null, [ASKED, 'No.']],
    [null, [ASKED, 'Maybe']],
    [null, [ASKED, "I don't know yet", 'I see', 'Yes']],
    [null, ['Hello?', '1']],
    [null, []],
  ] as const)('hears %s in %j', (meaning, texts) => {
    expect(hear(...texts)).toBe(meaning);
  });

  it('answers nothing for the agent', () => {
    expect(hearAnswer([{ role: 'agent', text: 'I confirm your appointment' }], RULES)).toBeNull();
  });

  it('never takes for a yes a call in which the person may have said no to being called', () => {
    const agent = fc.constantFrom(ASKED, 'Can you confirm?', 'Is this Ann?', 'Thank you');
    const person = fc.constantFrom(
      'Yes',
      'I will be there',
      'stop calling me',
      'wrong number',
      'take me off your list',
      'ok',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(agent, person), { maxLength: 6 }), (pairs) => {
        const turns = call(...pairs.flat());
        const own = turns.filter(({ role }) => role === 'person');
        const last = own.findLastIndex((turn) => hearsOptOut([turn]) !== undefined);
        if (last === -1) return;
        expect(hearAnswer(turns.slice(0, last * 2 + 2), RULES)).toBeNull();
      }),
    );
  });
});
