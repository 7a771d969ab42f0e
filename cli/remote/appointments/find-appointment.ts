import { CliError } from '../../cli-error.ts';
import type { ApiClient } from '../api-client.ts';
import { API } from '../endpoints.ts';

export const PROGRAMME_FLAG = {
  flags: '--programme <programme>',
  help: 'id or name; may be left out where only one has this appointment',
} as const;

/**
 * The address of an appointment by its external id, which several programmes may have. Throws CliError
 * `unknown_appointment`, `appointment_ambiguous`.
 */
export async function findAppointment(
  api: ApiClient,
  externalId: string,
  programme: string | undefined,
): Promise<{ programmeId: string; externalId: string }> {
  if (programme !== undefined) return { programmeId: programme, externalId };
  const { items } = await api.call(API.listAppointments, { query: { externalId, day: 'all', limit: 10 } });
  const [first, second] = items;
  if (!first) {
    throw new CliError('unknown_appointment', `No programme has an appointment "${externalId}".`, {
      repair: 'See "outdial appointments list --all".',
    });
  }
  if (second) {
    const names = items.map((item) => `"${item.programme}"`).join(', ');
    throw new CliError('appointment_ambiguous', `Several programmes have an appointment "${externalId}": ${names}.`, {
      repair: 'Say which one: --programme NAME',
    });
  }
  return { programmeId: first.programmeId, externalId };
}
