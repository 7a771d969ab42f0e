import { toProblem, type ApiProblem } from '../../../api/problem.ts';
import type { Command } from '../../../format/as-command.ts';
import { filterOf, type Picked, type PickedCampaign } from '../../failures/contact-filter.ts';
import { planAgain, planRetry, type Retry, type RetryOptions } from '../queries.ts';

/** Whom a plan is made of: chosen failures, or who failed again in a retry. */
export type PlanSource = { kind: 'failures'; picked: Picked; words?: string } | { kind: 'again'; retry: Retry };

/** Campaigns it can be made for: a retry dials by the hours, texts and caps of one. */
export const campaignsOf = (source: PlanSource): readonly PickedCampaign[] =>
  source.kind === 'failures'
    ? source.picked.campaigns
    : [
        {
          id: source.retry.campaignId,
          name: source.retry.campaignName,
          kind: 'campaign',
          contacts: 0,
        },
      ];

export const causeOf = (source: PlanSource): string =>
  source.kind === 'failures' ? source.picked.cause : (source.retry.filter.causes?.[0] ?? '');

interface Wanted {
  campaignId: string;
  name: string;
  reason: string;
  options: RetryOptions;
}

type Plan = Omit<Wanted, 'campaignId'>;

const askForPlan = (source: PlanSource, wanted: Wanted, idempotencyKey: string): Promise<Retry> => {
  const { campaignId, ...body } = wanted;
  return source.kind === 'failures'
    ? planRetry({ ...body, filter: filterOf(source.picked, campaignId) }, idempotencyKey)
    : planAgain(source.retry.id, body, idempotencyKey);
};

/** What became of one campaign. */
export interface Planned {
  campaign: PickedCampaign;
  /** Null: it was refused. */
  retry: Retry | null;
  problem: ApiProblem | null;
}

const LONGEST_NAME = 200;

/**
 * A plan for each campaign, one after the other. One that is refused does not hold up the others; where all are, the
 * refusal is thrown.
 */
export async function planEach(
  source: PlanSource,
  chosen: readonly PickedCampaign[],
  wanted: Plan,
  idempotencyKey: string,
): Promise<Planned[]> {
  const [only, ...more] = chosen;
  const plans: Planned[] = [];
  for (const campaign of chosen) {
    const name = only === campaign && more.length === 0 ? wanted.name : nameIn(wanted.name, campaign.name);
    try {
      const of = { ...wanted, campaignId: campaign.id, name };
      plans.push({ campaign, retry: await askForPlan(source, of, `${idempotencyKey}:${campaign.id}`), problem: null });
    } catch (error) {
      plans.push({ campaign, retry: null, problem: toProblem(error) });
    }
  }
  const refused = plans.find(({ problem }) => problem !== null)?.problem;
  if (refused !== null && refused !== undefined && plans.every(({ retry }) => retry === null)) throw refused;
  return plans;
}

/** Runs of one group in several campaigns are told apart by their names. */
const nameIn = (name: string, campaign: string): string => `${name}: ${campaign}`.slice(0, LONGEST_NAME);

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The same as a call and as commands: a line for each campaign, the call for the first. */
export function planCommand(
  source: PlanSource,
  campaignIds: readonly string[],
  plan: Plan,
): { call: Command; cli: string } {
  const [first, ...more] = campaignIds.map((campaignId) => commandOf(source, { ...plan, campaignId }));
  const command = first ?? commandOf(source, { ...plan, campaignId: 'CAMPAIGN' });
  return { call: command.call, cli: [command, ...more].map(({ cli }) => cli).join('\n') };
}

function commandOf(source: PlanSource, { campaignId, ...body }: Wanted): { call: Command; cli: string } {
  const flags = [`--reason ${quote(body.reason)}`, `--name ${quote(body.name)}`, ...optionFlags(body.options)];
  if (source.kind === 'again') {
    const { id } = source.retry;
    const call = { method: 'POST' as const, address: `/v1/retries/${id}/again`, body };
    return { call, cli: ['outdial retries again', id, ...flags].join(' ') };
  }
  const filter = filterOf(source.picked, campaignId);
  const which = [
    ...(filter.causes ?? []).map((cause) => `--cause ${quote(cause)}`),
    ...(filter.numberId === undefined ? [] : [`--number ${filter.numberId}`]),
    ...(filter.prefix === undefined ? [] : [`--prefix ${filter.prefix}`]),
    ...(filter.country === undefined ? [] : [`--country ${filter.country}`]),
    ...(filter.code === undefined ? [] : [`--code ${quote(filter.code)}`]),
    ...(filter.endedFrom === undefined ? [] : [`--ended-from ${filter.endedFrom}`]),
    ...(filter.endedTo === undefined ? [] : [`--ended-to ${filter.endedTo}`]),
    ...(filter.contactIds ?? []).map((contact) => `--contact ${contact}`),
    ...(filter.exceptContactIds ?? []).map((contact) => `--except ${contact}`),
  ];
  const call = { method: 'POST' as const, address: '/v1/retries/plan', body: { ...body, filter } };
  return { call, cli: ['outdial retries plan', campaignId, ...which, ...flags].join(' ') };
}

const optionFlags = (options: RetryOptions): string[] => [
  ...(options.startAt === undefined ? [] : [`--at ${options.startAt}`]),
  ...(options.pacePerSecond === undefined ? [] : [`--pace ${Number(options.pacePerSecond.toFixed(6))}`]),
  ...(options.numberId === undefined ? [] : [`--caller ${options.numberId}`]),
  ...(options.channel === undefined ? [] : [`--channel ${options.channel}`]),
  ...(options.agentRef === undefined ? [] : [`--agent ${quote(options.agentRef)}`]),
  ...(options.canary === undefined
    ? []
    : [`--canary ${options.canary.count} --stop-above ${options.canary.stopAbovePercent}`]),
  ...(options.overrideMaxAttempts === true ? ['--override-max-attempts'] : []),
];
