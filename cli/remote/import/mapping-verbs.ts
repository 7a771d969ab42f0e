import { z } from 'zod';
import { instant } from '../../print/amounts.ts';
import { table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { API } from '../endpoints.ts';

/** Mappings that are used again when a list with the same headers comes. */
export const mappingVerbs = [
  verb('list', 'what was saved', {
    input: z.object({}),
    run: async (_, { api }) => {
      const answer = await api().call(API.listMappings);
      const text = table(
        answer.items,
        [
          { title: 'name', value: ({ name }) => name },
          { title: 'mapping', value: ({ mapping }) => mappingWords(mapping) },
          { title: 'used', value: ({ usedAt }) => instant(usedAt) },
          { title: 'by', value: ({ createdBy }) => createdBy },
          { title: 'id', value: ({ id }) => id },
        ],
        'None yet. Save one: outdial imports mappings save IMPORT --name NAME',
      );
      return { data: answer, text };
    },
  }),
  verb('save <import>', 'keep how its columns are read, for lists with the same headers', {
    flags: [{ flags: '--name <name>', help: 'how people call it' }],
    input: z.object({ import: z.string(), name: z.string() }),
    run: async (input, { api }) => {
      const answer = await api().call(API.saveMapping, { body: { importId: input.import, name: input.name } });
      return { data: answer, text: `Saved as ${answer.id}: ${mappingWords(answer.mapping)}` };
    },
  }),
  verb('remove <mapping>', 'forget it; lists that used it stay as they are', {
    input: z.object({ mapping: z.string() }),
    run: async (input, { api }) => {
      const answer = await api().call(API.removeMapping, { params: { mappingId: input.mapping } });
      return { data: answer, text: 'Removed.' };
    },
  }),
];

export const mappingWords = (mapping: Readonly<Record<string, readonly string[]>>): string =>
  Object.entries(mapping)
    .flatMap(([target, columns]) => columns.map((column) => `${target}=${column}`))
    .join(', ');
