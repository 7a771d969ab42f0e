import { z } from 'zod';
import { readText } from '../../parse/json-file.ts';
import { oneLine, table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { API } from '../endpoints.ts';

export const templateVerbs = [
  verb('list', 'stored texts', {
    input: z.object({}),
    run: async (_, { api }) => {
      const answer = await api().call(API.listTemplates);
      const text = table(answer.items, [
        { title: 'name', value: ({ name }) => name },
        { title: 'text', value: ({ body }) => (body.length > 80 ? `${body.slice(0, 79)}…` : body) },
      ]);
      return { data: answer, text };
    },
  }),
  verb('create <name>', 'store a text under a name', {
    flags: [
      { flags: '--text <liquid>', help: 'the text, with {{ variables }}' },
      { flags: '--file <file>', help: 'the same, from a file; "-" reads standard input' },
    ],
    input: z.object({ name: z.string(), text: z.string().optional(), file: z.string().default('-') }),
    run: async (input, { api, io }) => {
      const body = { name: input.name, body: input.text ?? (await readText(input.file, io.stdin)) };
      const answer = await api().call(API.createTemplate, { body });
      const variables = answer.variables.map(oneLine).join(', ');
      return { data: answer, text: `Stored. It needs: ${variables || 'no variable'}` };
    },
  }),
];
