import { z } from 'zod';
import { verb } from '../verb.ts';

export const doctorVerb = verb('doctor', 'check every part, and say what is wrong and how to repair it', {
  flags: [{ flags: '--ledger', help: 'audit the ledger instead: every invariant, with the ids that offend' }],
  help: 'Ends with 1 when something is wrong, 2 when something deserves a look, 0 when all is well.',
  input: z.object({ ledger: z.boolean().optional() }),
  run: async (input, { io }) => {
    const { doctor, doctorLedger } = await import('./doctor.ts');
    const { doctorAnswer } = await import('./doctor/words.ts');
    return doctorAnswer(input.ledger ? await doctorLedger() : await doctor(), io);
  },
});
