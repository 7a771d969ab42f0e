import { windowMarginMs, type DuePlan } from '../../../domain/plan.ts';
import type { ContactNumber } from '../../../domain/next-number.ts';
import { nextOpenStretch } from '../../../domain/window.ts';
import type { EngineDeps } from '../../deps.ts';
import type { RunContext } from '../../dialing/run-context.ts';

/** Every stretch until then in which somebody with this plan may be called, the planned one first. */
export function openOf(
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  run: RunContext,
  plan: DuePlan & { number: ContactNumber },
  untilMs: number,
): { fromMs: number; toMs: number }[] {
  const { settings } = run;
  const endMs = Math.min(untilMs, plan.expiresAtMs, settings.endsAtMs ?? Infinity);
  const marginMs = windowMarginMs(plan.channel, settings, run.steps[plan.step]?.providerQueueSeconds ?? 0);
  const stretches: { fromMs: number; toMs: number }[] = [];
  for (let fromMs = plan.dueAtMs; fromMs < endMs;) {
    const stretch = nextOpenStretch({
      zones: plan.number.zones,
      hours: settings.hours,
      channel: plan.channel,
      law: plan.law,
      isHoliday: deps.law.isHoliday,
      fromMs: Math.floor(fromMs / 1_000) * 1_000,
      marginMs,
      table: deps.zones,
      horizonDays: 8,
    });
    if (!stretch || stretch.opensAtMs >= endMs) break;
    stretches.push({ fromMs: Math.max(stretch.opensAtMs, fromMs), toMs: Math.min(stretch.closesAtMs, endMs) });
    // What a window leaves ends there, unless it is planned into the next one.
    if (settings.leftovers === 'expire') break;
    fromMs = stretch.closesAtMs + 1_000;
  }
  return stretches;
}
