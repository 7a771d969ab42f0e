import type { AppointmentDetail } from '../shapes.ts';

/** Why a step that waits will not go out as things stand, in words; undefined = nothing is known against it. Pure. */
export function blockedBy({ plan, heldUp, timeline }: AppointmentDetail, key: string): string | undefined {
  const step = plan.find((one) => one.key === key);
  const codes = heldUp.map(({ code }) => code);
  if (codes.includes('zone_unknown')) return 'blocked until the zone is known';
  if (step === undefined || !codes.includes('opted_out')) return undefined;
  const said = timeline.flatMap(({ suppression }) => (suppression?.liftedAt === null ? [suppression.channel] : []));
  return said.some((channel) => !channel || channel === step.channel) ? 'held back: the person said no' : undefined;
}
