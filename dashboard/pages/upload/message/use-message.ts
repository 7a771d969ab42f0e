import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { createdCampaign } from '../../../../api/schemas/campaigns.ts';
import { send, type Answer } from '../../../api/client.ts';
import { toProblem, type ApiProblem } from '../../../api/problem.ts';
import { useDraft, useEdit } from '../draft-context.tsx';
import { changeDraft } from '../edits.ts';
import { accountsQuery, campaignQuery, importQuery, messagesQuery, numbersQuery } from '../queries.ts';
import { chosenCountries, countriesToKeep } from '../map/countries.ts';
import { keepForm, keptForm } from './kept-form.ts';
import { formOf, gapsOf, newForm, stepsOut, stepsToPreview, withNumbers, type MessageForm } from './message-form.ts';

const TYPING_MS = 400;

/** The message of the campaign while it is written: kept in this tab, saved as the draft campaign of the list. */
export function useMessage() {
  const { draft, campaign } = useDraft();
  const client = useQueryClient();
  const edit = useEdit();
  const numbers = useQuery(numbersQuery).data?.items ?? [];
  const accounts = useQuery(accountsQuery).data?.items ?? [];
  const stored = campaign === null ? null : formOf(campaign);
  const [typed, setTyped] = useState<MessageForm | null>(() => keptForm(draft.id));
  const form = withNumbers(typed ?? stored ?? newForm(draft.fileName, numbers), numbers);
  const steps = stepsOut(form, numbers, accounts);
  const settled = useSettled(stepsToPreview(steps));
  const preview = useQuery(messagesQuery(draft.id, draft.version, settled));
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  // One campaign per list, also when its making is asked for twice.
  const key = useRef(crypto.randomUUID());
  const gaps = gapsOf(form, numbers, accounts);

  const change = (next: MessageForm): void => {
    setTyped(next);
    keepForm(draft.id, next);
    setProblem(null);
  };
  const save = async (): Promise<boolean> => {
    setAsked(true);
    if (gaps.length > 0 || form.purpose === '') return false;
    setBusy(true);
    setProblem(null);
    try {
      const told = await client.query(messagesQuery(draft.id, draft.version, stepsToPreview(steps)));
      if (told.missing.length > 0 || told.unreadable.length > 0) return false;
      if (draft.state !== 'done' && !(await keepNeeds(told.needed, told.countries))) return false;
      if (campaign === null) await create(form, form.purpose);
      else await update(form, campaign.id);
      keepForm(draft.id, null);
      setTyped(null);
      return true;
    } catch (error) {
      setProblem(toProblem(error));
      key.current = crypto.randomUUID();
      return false;
    } finally {
      setBusy(false);
    }
  };
  /** A row without what the text needs is set aside by the check, with its number. */
  const keepNeeds = async (needed: readonly string[], countries: readonly string[] | null): Promise<boolean> => {
    const options = {
      requiredVariables: needed.length === 0 ? null : [...needed],
      countries: countriesToKeep(chosenCountries(draft.options), countries),
    };
    const same = (['requiredVariables', 'countries'] as const).every(
      (name) => JSON.stringify(draft.options[name] ?? null) === JSON.stringify(options[name]),
    );
    return same || (await edit.run((version) => changeDraft(draft.id, { version, options })));
  };
  const create = async ({ name }: MessageForm, purpose: string): Promise<void> => {
    await send<Answer<typeof createdCampaign>>('POST', '/campaigns', {
      body: { name: name.trim(), settings: { steps, purpose }, importIds: [draft.id] },
      idempotencyKey: key.current,
    });
    await client.invalidateQueries({ queryKey: importQuery(draft.id).queryKey, exact: true });
  };
  const update = async ({ name, purpose }: MessageForm, campaignId: string): Promise<void> => {
    const params = { campaignId };
    if (name.trim() !== stored?.name)
      await send('PATCH', '/campaigns/:campaignId', { params, body: { name: name.trim() } });
    if (
      JSON.stringify({ purpose, steps }) !==
      JSON.stringify({ purpose: stored?.purpose, steps: campaign?.settings.steps })
    ) {
      await send('PATCH', '/campaigns/:campaignId/settings', { params, body: { purpose, steps } });
    }
    await client.invalidateQueries({ queryKey: campaignQuery(campaignId).queryKey });
  };
  return {
    form,
    change,
    numbers,
    accounts,
    preview,
    gaps: asked ? gaps : [],
    problem,
    busy,
    save,
    isKept: typed === null && stored !== null,
  };
}

/** A value when nobody has changed it for a moment. */
function useSettled<Value>(value: Value): Value {
  const text = JSON.stringify(value);
  const [settled, setSettled] = useState(value);
  const latest = useRef(value);
  latest.current = value;
  useEffect(() => {
    const timer = setTimeout(() => setSettled(latest.current), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
