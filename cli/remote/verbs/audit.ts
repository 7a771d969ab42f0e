import { z } from 'zod';
import { instant } from '../../print/amounts.ts';
import { oneLine, table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { campaignParams } from '../find-campaign.ts';
import { PAGE_FLAGS, pageInput, withMore } from '../paging.ts';

const text = z.string().optional();

export const auditVerb = verb('audit', 'who did what and why, newest first', {
  flags: [
    { flags: '--subject <subject>', help: 'of one thing, like campaign:ID' },
    { flags: '--campaign <campaign>', help: 'of one campaign, by name or id, with its retries and lists' },
    { flags: '--actor <actor>', help: 'of one person or key, like user:ana@example.com' },
    { flags: '--action <action>', help: 'campaign.launch, or with a dot at the end all of a thing: campaign.' },
    { flags: '--from <instant>', help: 'since then, like 2027-03-01T14:00:00Z' },
    { flags: '--to <instant>', help: 'before then' },
    ...PAGE_FLAGS,
  ],
  input: z.object({ subject: text, campaign: text, actor: text, action: text, from: text, to: text, ...pageInput }),
  run: async ({ campaign, ...filter }, { api }) => {
    const of = campaign === undefined ? {} : await campaignParams(api(), campaign);
    const answer = await api().call(API.listAudit, { query: { ...filter, ...of } });
    const lines = table(
      answer.items,
      [
        { title: 'when', value: ({ at }) => instant(at) },
        { title: 'who', value: ({ actor }) => actor },
        { title: 'what', value: ({ action }) => action },
        { title: 'name', value: ({ subjectName }) => (subjectName === null ? null : oneLine(subjectName)) },
        { title: 'of', value: ({ subject }) => subject },
        { title: 'why', value: ({ reason }) => (reason === null ? null : oneLine(reason)) },
      ],
      'Nothing is on record.',
    );
    return { data: answer, text: withMore(lines, answer.nextCursor) };
  },
});
