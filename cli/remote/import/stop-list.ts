import { Readable } from 'node:stream';
import { z } from 'zod';
import { EXIT } from '../../exit-codes.ts';
import { verb } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { campaignParams } from '../find-campaign.ts';
import { followImport } from './follow-import.ts';
import { importExitCode, importWords } from './import-words.ts';
import { openList } from './open-list.ts';
import { OPTION_FLAGS, optionInput, wordsOf } from './option-flags.ts';

export const stopListVerb = verb(
  'stop-list <campaign> <file>',
  'take the people of a list out of a campaign, also while it runs; "-" is standard input',
  {
    flags: OPTION_FLAGS,
    help: 'Ends with 2 when rows of the file could not be read: these people are still called.',
    input: z.object({ campaign: z.string(), file: z.string(), ...optionInput }),
    run: async ({ campaign, file, ...typed }, context) => {
      const { api, io } = context;
      const list = await openList(file, io.stdin);
      const { importId } = await api().upload(API.stopList, {
        params: await campaignParams(context.api(), campaign),
        query: { fileName: list.name, ...wordsOf(typed) },
        content: Readable.toWeb(Readable.from(list.bytes)),
        ...(list.size === undefined ? {} : { bytes: list.size }),
        signal: io.interrupted(),
      });
      const after = await followImport(importId, context);
      const problems = await api().call(API.groupProblems, { params: { importId } });
      return {
        data: { import: after, problems: problems.items, totals: problems.totals },
        text: importWords(after, problems),
        exitCode: after.state === 'done' ? importExitCode(after) : EXIT.failed,
      };
    },
  },
);
