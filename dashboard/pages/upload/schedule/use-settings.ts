import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { changedSettings } from '../../../../api/schemas/campaigns.ts';
import { send, type Answer } from '../../../api/client.ts';
import { toProblem, type ApiProblem } from '../../../api/problem.ts';
import { toast } from '../../../components/toast-store.ts';
import { campaignQuery, type Campaign } from '../queries.ts';
import { useHeld } from '../../../components/use-held.ts';
import type { Change, FieldsForm } from './fields-form.ts';
import { errorOf, withChange } from './settings-change.ts';

const TYPING_MS = 700;

export interface SettingsForm extends FieldsForm {
  /** Saves what is not saved yet; false = it was refused, or a field holds it. */
  flush: () => Promise<boolean>;
  state: 'saved' | 'waiting' | 'saving' | 'refused' | 'held';
  problem: ApiProblem | null;
}

/** Settings of a campaign that save themselves a moment after they were changed. */
export function useSettings(campaign: Campaign): SettingsForm {
  const client = useQueryClient();
  const [typed, setTyped] = useState<Change>({});
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [saving, setSaving] = useState(false);
  const { held, isHeld, hold } = useHeld();
  const latest = useRef(typed);
  const isTyped = Object.keys(typed).length > 0;

  const save = async (): Promise<boolean> => {
    const change = latest.current;
    // Hours that nobody could be called in are shown as they were set, and not sent.
    const { hours, ...others } = change;
    const body = hours === undefined || isHeld('hours') ? others : change;
    if (Object.keys(body).length === 0) return problem === null;
    setSaving(true);
    try {
      const answer = await send<Answer<typeof changedSettings>>('PATCH', '/campaigns/:campaignId/settings', {
        params: { campaignId: campaign.id },
        body,
      });
      client.setQueryData(campaignQuery(campaign.id).queryKey, (known) =>
        known === undefined ? known : { ...known, settings: answer.settings },
      );
      // What was typed meanwhile is not saved yet.
      if (latest.current === change) set(body === change || hours === undefined ? {} : { hours });
      setProblem(null);
      return true;
    } catch (error) {
      setProblem(toProblem(error));
      return false;
    } finally {
      setSaving(false);
    }
  };
  const set = (next: Change): void => {
    latest.current = next;
    setTyped(next);
  };
  const text = JSON.stringify(typed);
  const saveLatest = useEffectEvent(() => void save());
  useEffect(() => {
    if (text === '{}') return undefined;
    const timer = setTimeout(saveLatest, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  // Whoever leaves the step at once leaves nothing behind, or is told what.
  const leave = useEffectEvent(() => {
    saveLatest();
    if (isHeld()) {
      toast({
        tone: 'warning',
        title: 'A field of the schedule could not be used',
        detail: 'It keeps the value that it had before; see step 4.',
      });
    }
  });
  useEffect(() => () => leave(), []);

  return {
    settings: withChange(campaign.settings, typed),
    stored: campaign.settings,
    change: (change) => set({ ...latest.current, ...change }),
    hold,
    flush: async () => (await save()) && !isHeld(),
    state: saving ? 'saving' : held.size > 0 ? 'held' : problem !== null ? 'refused' : isTyped ? 'waiting' : 'saved',
    problem,
    errorOf: (pointer) => errorOf(problem, pointer),
  };
}
