import type { Account, Campaign, Column, OurNumber, Settings, StepToPreview } from '../queries.ts';

export type Channel = Settings['steps'][number]['channel'];
export type Purpose = 'marketing' | 'informational' | 'emergency';

export interface StepForm {
  channel: Channel;
  numberId: string;
  agentRef: string;
  text: string;
  /** What the agent is told, as typed: a name and where its value comes from. */
  variables: readonly { name: string; source: string }[];
}

export interface MessageForm {
  name: string;
  purpose: Purpose | '';
  steps: readonly StepForm[];
}

/** Of a campaign as it is stored. */
export function formOf(campaign: Campaign): MessageForm {
  const { purpose, steps } = campaign.settings;
  return {
    name: campaign.name,
    purpose: purpose === 'notice' ? '' : purpose,
    steps: steps.map(({ channel, numberId, agentRef = '', text = '', variables = {} }) => ({
      channel,
      numberId,
      agentRef,
      text,
      variables: Object.entries(variables).map(([name, source]) => ({ name, source })),
    })),
  };
}

/** Before anything is said: a call from our first number. What it is for is asked, since rules of law differ by it. */
export const newForm = (fileName: string, numbers: readonly OurNumber[]): MessageForm => ({
  name: fileName.replace(/\.\w{1,5}$/, ''),
  purpose: '',
  steps: [newStep('call', numbers)],
});

export function newStep(channel: Channel, numbers: readonly OurNumber[]): StepForm {
  const number = numbers.find(({ status }) => status === 'active');
  return { channel, numberId: number?.id ?? '', agentRef: number?.agentRef ?? '', text: '', variables: [] };
}

/**
 * The same with a number for each step that has none: whoever types before the numbers are there gets the first one as
 * well. Pure.
 */
export function withNumbers(form: MessageForm, numbers: readonly OurNumber[]): MessageForm {
  if (form.steps.every(({ numberId }) => numberId !== '')) return form;
  const steps = form.steps.map((step) => {
    const first = newStep(step.channel, numbers);
    if (step.numberId !== '' || first.numberId === '') return step;
    return { ...step, numberId: first.numberId, agentRef: step.agentRef === '' ? first.agentRef : step.agentRef };
  });
  return { ...form, steps };
}

/** Where the provider takes an agent with each call, and values for it; elsewhere the number's own agent answers. */
export const takesAgent = (account: Account | undefined): boolean => account?.provider === 'cartesia';

export type StepOut = Settings['steps'][number];

/** Steps as the API takes them. Pure. */
export function stepsOut(form: MessageForm, numbers: readonly OurNumber[], accounts: readonly Account[]): StepOut[] {
  return form.steps.map((step) => {
    const number = numbers.find(({ id }) => id === step.numberId);
    const base = { channel: step.channel, accountId: number?.accountId ?? '', numberId: step.numberId };
    if (step.channel === 'sms') return { ...base, text: step.text };
    const account = accounts.find(({ id }) => id === number?.accountId);
    if (!takesAgent(account)) return base;
    const named = step.variables.filter(({ name }) => name.trim() !== '');
    return {
      ...base,
      ...(step.agentRef === '' ? {} : { agentRef: step.agentRef }),
      ...(named.length === 0
        ? {}
        : { variables: Object.fromEntries(named.map(({ name, source }) => [name.trim(), source])) }),
    };
  });
}

/** The same while it is being written: without what is not chosen yet. */
export const stepsToPreview = (steps: readonly StepOut[]): StepToPreview[] =>
  steps.map(({ channel, accountId, numberId, text, variables }) => ({
    channel,
    ...(accountId === '' ? {} : { accountId }),
    ...(numberId === '' ? {} : { numberId }),
    ...(text === undefined ? {} : { text }),
    ...(variables === undefined ? {} : { variables }),
  }));

export interface Gap {
  /** Where it is said; null: of the call or the text as a whole. */
  field: 'name' | 'purpose' | null;
  words: string;
}

/** What is still to be said before it can be kept; empty = nothing. Pure. */
export function gapsOf(form: MessageForm, numbers: readonly OurNumber[], accounts: readonly Account[]): Gap[] {
  const gaps: Gap[] = [];
  const ofStep = (words: string): void => void gaps.push({ field: null, words });
  if (form.name.trim() === '') gaps.push({ field: 'name', words: 'Give the campaign a name.' });
  if (form.purpose === '') gaps.push({ field: 'purpose', words: 'Say what it is for.' });
  for (const step of form.steps) {
    const number = numbers.find(({ id, status }) => id === step.numberId && status === 'active');
    const what = step.channel === 'call' ? 'call' : 'text';
    if (number === undefined) ofStep(`Choose the number that the ${what} comes from.`);
    const account = accounts.find(({ id }) => id === number?.accountId);
    if (step.channel === 'call' && takesAgent(account) && step.agentRef.trim() === '')
      ofStep('Name the agent that speaks.');
    if (step.channel === 'sms' && step.text.trim() === '') ofStep('Write the text.');
  }
  return gaps;
}

/** Names that a message may use: those of the columns, and what every person has. */
export function namesOf(columns: readonly Column[]): string[] {
  const own = columns.flatMap(({ use, variable }) => (use === 'ignored' || variable === null ? [] : [variable]));
  const mapped = columns.flatMap(({ use }) => (use === 'name' || use === 'external_id' ? [use] : []));
  return [...new Set([...mapped, ...own])];
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
const outputOf = (name: string): RegExp =>
  new RegExp(String.raw`\{\{(-?\s*)${escaped(name)}(\s*(?:\|[^}]*)?-?)\}\}`, 'g');

/** Every `{{ name }}` gets what is said instead where it is empty. Pure. */
export const withFallback = (text: string, name: string, fallback: string): string =>
  text.replace(outputOf(name), () => `{{ ${name} | default: ${JSON.stringify(fallback.replaceAll('"', "'"))} }}`);

/** Every `{{ name }}` becomes another one. Pure. */
export const withOtherName = (text: string, name: string, other: string): string =>
  text.replace(outputOf(name), (_, before: string, after: string) => `{{${before}${other}${after}}}`);

/** A change of every text in which names may stand. */
export const mapTexts = (form: MessageForm, change: (text: string) => string): MessageForm => ({
  ...form,
  steps: form.steps.map((step) => ({
    ...step,
    text: change(step.text),
    variables: step.variables.map((variable) => ({ ...variable, source: change(variable.source) })),
  })),
});

const PLAIN: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201C': '"',
  '\u201D': '"',
  '\u2013': '-',
  '\u2014': '-',
  '\u2026': '...',
  '\u00A0': ' ',
  '\u2022': '-',
};
/** Typographic characters as a phone's own alphabet has them. */
export const plainly = (text: string): string =>
  text.replace(/[\u2018\u2019\u201C\u201D\u2013\u2014\u2026\u00A0\u2022]/g, (found) => PLAIN[found] ?? found);
