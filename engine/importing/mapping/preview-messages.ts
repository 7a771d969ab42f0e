import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { Channel } from '../../../domain/channel.ts';
import { worstCaseMicros } from '../../../domain/money.ts';
import { smsSegments, type SmsSegments } from '../../../domain/sms-segments.ts';
import { variablesOfSteps, type UnreadableTemplate } from '../../campaigns/required-variables.ts';
import { renderAttempt } from '../../dialing/render.ts';
import type { EngineDeps } from '../../deps.ts';
import { reachedBy } from '../checking/campaign-countries.ts';
import { findImport } from '../find-import.ts';
import { textsOf } from './accepted-texts.ts';
import { inspectImport, type InspectedRow } from './inspect-import.ts';
import { checkTemplates, type TemplateCheck } from './missing-columns.ts';

/** A step that is being written: it may have no account yet. */
export interface StepToPreview {
  channel: Channel;
  accountId?: string | undefined;
  numberId?: string | undefined;
  text?: string | undefined;
  variables?: Record<string, string> | undefined;
}

export interface PreviewedStep {
  channel: Channel;
  /** What is sent, or what the agent is told; null where that cannot be written for this row. */
  text: string | null;
  variables: Record<string, string> | null;
  /** Why it cannot be written. */
  problem: string | null;
  sms: SmsSegments | null;
}

export interface MessagePreview extends TemplateCheck {
  unreadable: UnreadableTemplate[];
  /** By step: what one of them may cost at its dearest; null = no account yet. */
  prices: ({ micros: number; currency: string } | null)[];
  /** ISO 3166 codes that every number of the steps can reach; null = any, as far as is known. */
  countries: string[] | null;
  rows: { rowNumber: number; phone: string | null; steps: PreviewedStep[] }[];
}

const SHOWN_ROWS = 5;

/**
 * What the first people of a list would be told, by what renders it when it is sent, and whether the columns give all
 * that the texts need. Reads and changes nothing else. `maxCallMinutes`: for the price of a call. Throws what
 * inspectImport throws.
 */
export async function previewMessages(
  deps: Pick<EngineDeps, 'db' | 'readDb' | 'files' | 'zones' | 'zonesOfPhone' | 'places'>,
  input: { importId: string; steps: readonly StepToPreview[]; maxCallMinutes: number },
): Promise<MessagePreview> {
  const { importId, steps } = input;
  const stored = await findImport(deps.db, importId);
  // What the texts need is asked here: as an option it would keep every row from being read.
  const { requiredVariables: _, ...options } = stored.options;
  const found = await inspectImport(deps, importId, options);
  const places = steps.map((step, index) => ({ step: asStep(step), at: `/steps/${index}` }));
  const { required, unreadable } = variablesOfSteps(places);
  return {
    ...checkTemplates(found.layout.header, found.layout.columns, required),
    unreadable,
    prices: await pricesOf(deps, input),
    countries: await reachedBy(
      deps,
      steps.flatMap(({ numberId }) => (numberId === undefined ? [] : [numberId])),
    ),
    rows: found.rows.slice(0, SHOWN_ROWS).map((row) => ({
      rowNumber: row.rowNumber,
      phone: row.accepted?.phones[0] === undefined ? null : `+${row.accepted.phones[0].digits}`,
      steps: places.map(({ step }) => shown(step, row)),
    })),
  };
}

type Step = Parameters<typeof renderAttempt>[0];

const asStep = ({ channel, text, variables }: StepToPreview): Step => ({
  channel,
  accountId: '',
  numberId: '',
  ...(channel === 'sms' ? { text: text ?? '' } : {}),
  ...(channel === 'call' && variables !== undefined ? { variables } : {}),
});

function shown(step: Step, { accepted, findings }: InspectedRow): PreviewedStep {
  const none = { channel: step.channel, text: null, variables: null, sms: null };
  const phone = accepted?.phones[0];
  if (!accepted || !phone) {
    const why = findings.find(({ severity }) => severity === 'error')?.message;
    return { ...none, problem: why ?? 'This row is not read yet: a question about the columns is open.' };
  }
  const rendered = renderAttempt(step, {
    name: accepted.name,
    externalId: accepted.externalId,
    phone: phone.digits,
    variables: textsOf(accepted),
  });
  if (!rendered.ok) return { ...none, problem: rendered.message };
  const { text = null, variables = null } = rendered;
  return { channel: step.channel, text, variables, problem: null, sms: text === null ? null : smsSegments(text) };
}

async function pricesOf(
  deps: Pick<EngineDeps, 'readDb'>,
  { steps, maxCallMinutes }: { steps: readonly StepToPreview[]; maxCallMinutes: number },
): Promise<MessagePreview['prices']> {
  const ids = steps.flatMap(({ accountId }) => (accountId === undefined ? [] : [accountId]));
  const accounts = await rows<{ id: string; currency: string; callMicrosPerMinute: number; smsMicros: number }>(
    deps.readDb,
    sql`select id, currency, call_micros_per_minute as "callMicrosPerMinute", sms_micros as "smsMicros"
        from provider_accounts where id = any(${sql.param(ids)}::uuid[])`,
  );
  return steps.map(({ channel, accountId }) => {
    const account = accounts.find(({ id }) => id === accountId);
    if (account === undefined) return null;
    return { micros: worstCaseMicros(channel, account, maxCallMinutes), currency: account.currency };
  });
}
