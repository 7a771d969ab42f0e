import { z } from 'zod';
import { verb } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { inFlightWords } from '../in-flight.ts';

export const stopAllVerbs = [
  verb('stop-all', 'no attempt of any campaign begins any more', {
    flags: [{ flags: '--reason <text>', help: 'kept in the audit trail' }],
    input: z.object({ reason: z.string().optional() }),
    run: async (input, { api }) => {
      const answer = await api().call(API.stopAll, { body: { reason: input.reason } });
      return { data: answer, text: `Everything is stopped. ${inFlightWords(answer)}` };
    },
  }),
  verb('start-all', 'take stop-all back', {
    input: z.object({}),
    run: async (_, { api }) => {
      const answer = await api().call(API.startAll);
      return { data: answer, text: 'Dialing goes on.' };
    },
  }),
];
