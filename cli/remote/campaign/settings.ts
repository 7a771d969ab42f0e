import { z } from 'zod';
import { count } from '../../print/amounts.ts';
import { verb } from '../../verb.ts';
import { confirm, YES_FLAG } from '../confirm.ts';
import { API } from '../endpoints.ts';
import { campaignParams } from '../find-campaign.ts';
import { warn } from '../warn.ts';
import { previewWords } from './preview-words.ts';
import { keepDaysOff, SETTINGS_FLAGS, settingsInput, settingsOf } from './settings-words.ts';

export const settingsVerb = verb('settings <campaign>', 'show its settings, or change some, also while it runs', {
  flags: [...SETTINGS_FLAGS, { flags: '--preview', help: 'only say what the change would do' }, YES_FLAG],
  input: z.object({
    campaign: z.string(),
    preview: z.boolean().optional(),
    yes: z.boolean().optional(),
    ...settingsInput,
  }),
  run: async (input, context) => {
    const { io, json } = context;
    const params = await campaignParams(context.api(), input.campaign);
    const body = await keepDaysOff(await settingsOf(input, context), params, context);
    if (Object.keys(body).length === 0) {
      const { settings } = await context.api().call(API.getCampaign, { params });
      return { data: settings, text: JSON.stringify(settings, undefined, 2) };
    }
    if (input.preview) {
      const preview = await context.api().call(API.previewSettings, { params, body });
      return { data: preview, text: previewWords(preview) };
    }
    // Who cannot be asked has decided, and need not wait for the count.
    if (!input.yes && !json && io.mayAsk) {
      const preview = await context.api().call(API.previewSettings, { params, body });
      if (preview.replanned) io.err(`${previewWords(preview)}\n`);
      if (preview.replanned) await confirm(context, input.yes, 'Change it?');
    }
    const answer = await context.api().call(API.changeSettings, { params, body });
    warn(context, answer.warnings);
    const when = answer.replanned
      ? `${count(answer.replan.total)} of those that wait are planned again. Watch it: outdial campaign watch ${params.campaignId}`
      : 'It holds from the next dial on.';
    return { data: answer, text: `Changed. ${when}` };
  },
});
