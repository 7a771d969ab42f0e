import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { changedSettings, settingsChange } from '../../../../api/schemas/campaigns.ts';
import { send, type Answer, type Body } from '../../../api/client.ts';
import { toProblem, type ApiProblem } from '../../../api/problem.ts';
import { campaignQuery, type Campaign, type Settings } from '../queries.ts';

export type Change = Omit<Body<typeof settingsChange>, 'steps'>;

const TYPING_MS = 700;

export interface SettingsForm {
  /** As they are shown: stored, with what was just changed. */
  settings: Settings;
  change: (change: Change) => void;
  /** Saves what is not saved yet; false = it was refused. */
  flush: () => Promise<boolean>;
  state: 'saved' | 'waiting' | 'saving' | 'refused';
  problem: ApiProblem | null;
  /** What was said of one field, by its JSON pointer. */
  errorOf: (pointer: string) => string | undefined;
}

/** Settings of a campaign that save themselves a moment after they were changed. */
export function useSettings(campaign: Campaign): SettingsForm {
  const client = useQueryClient();
  const [typed, setTyped] = useState<Change>({});
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [saving, setSaving] = useState(false);
  const latest = useRef(typed);
  const isTyped = Object.keys(typed).length > 0;

  const flush = async (): Promise<boolean> => {
    const change = latest.current;
    if (Object.keys(change).length === 0) return problem === null;
    setSaving(true);
    try {
      const answer = await send<Answer<typeof changedSettings>>('PATCH', '/campaigns/:campaignId/settings', {
        params: { campaignId: campaign.id },
        body: change,
      });
      client.setQueryData(campaignQuery(campaign.id).queryKey, (known) =>
        known === undefined ? known : { ...known, settings: answer.settings },
      );
      // What was typed meanwhile is not saved yet.
      if (latest.current === change) set({});
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
  const save = useEffectEvent(() => void flush());
  useEffect(() => {
    if (text === '{}') return undefined;
    const timer = setTimeout(save, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  // Whoever leaves the step at once leaves nothing behind.
  useEffect(() => () => save(), []);

  const errors = errorsOf(problem);
  return {
    settings: withChange(campaign.settings, typed),
    change: (change) => set({ ...latest.current, ...change }),
    flush,
    state: saving ? 'saving' : problem !== null ? 'refused' : isTyped ? 'waiting' : 'saved',
    problem,
    errorOf: (pointer) => errors.find((error) => error.pointer.startsWith(pointer))?.message,
  };
}

/** The API names problems of settings by where they are; both forms that it has are read. */
function errorsOf(problem: ApiProblem | null): readonly { pointer: string; message: string }[] {
  if (problem === null) return [];
  const told: unknown = problem.parts.details?.['problems'];
  const own = Array.isArray(told)
    ? told.flatMap((item: unknown) =>
        typeof item === 'object' && item !== null && 'pointer' in item && 'message' in item
          ? [{ pointer: String(item.pointer), message: String(item.message) }]
          : [],
      )
    : [];
  return [...(problem.parts.errors ?? []), ...own];
}

/** Undefined members of a change say nothing. */
function withChange(settings: Settings, change: Change): Settings {
  const { hours, ...rest } = change;
  const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...settings,
    ...said,
    ...(hours === undefined
      ? {}
      : {
          hours: {
            ...hours,
            blackoutDates: hours.blackoutDates ?? [],
            skipFederalHolidays: hours.skipFederalHolidays ?? true,
          },
        }),
  };
}
