import type { ApiClient } from '../api-client.ts';
import type { ClinicRecord, Fact } from './clinic-record.ts';
import type { ReceivedEvent } from './event-desk.ts';
import { writeBooking, type BookingBody, type Visit } from './patients.ts';

/** What Outdial answers to a change. */
export interface ChangedVisit {
  externalId: string;
  state: Fact['state'];
  change: string;
  startsAt: string;
  zone: string;
  understood: string;
  plan: { step: string; channel: string; status: string; reason: string | null; why: string; sharedWith: string[] }[];
  inFlight: { step: string }[];
}

type BulkAnswer = { results: ({ ok: true } & ChangedVisit)[] | { ok: false; problem: { message: string } }[] };

/** The clinic's own system: it tells Outdial what changes, and keeps what it was answered. */
export interface Clinic {
  programmeId: string;
  /** Up to 1,000 at once. */
  bookMany: (visits: readonly Visit[]) => Promise<void>;
  /** Books, moves and edits: the whole appointment as it is to be. */
  put: (externalId: string, booking: BookingBody) => Promise<ChangedVisit>;
  cancel: (externalId: string) => Promise<ChangedVisit>;
  answer: (externalId: string, meaning: string) => Promise<ChangedVisit>;
  skip: (externalId: string, step: string) => Promise<ChangedVisit>;
  /** One occurrence of a series is to pass in silence. */
  skipOccurrence: (seriesId: string, occurrence: string) => Promise<{ externalId: string }>;
  /** What it was told by an event. */
  hear: (event: ReceivedEvent) => void;
  /** What somebody else booked for it: occurrences of a series. */
  learn: (visit: { externalId: string; phone: string; zone: string; startsAt: string; state: Fact['state'] }) => void;
  /** Appointments that somebody answered, in whatever words, or of which something was left out. */
  touched: () => ReadonlySet<string>;
  /** Changes by kind, as they were answered. */
  counts: () => Record<string, number>;
}

export function createClinic(
  { api, record, nowMs }: { api: ApiClient; record: ClinicRecord; nowMs: () => number },
  programmeId: string,
): Clinic {
  const counts: Record<string, number> = {};
  const touched = new Set<string>();
  const at = `/programmes/${programmeId}/appointments`;
  const one = (externalId: string): string => `${at}/${encodeURIComponent(externalId)}`;
  const keep = (answer: ChangedVisit, phone: string, fromMs: number): ChangedVisit => {
    const { externalId, zone, state } = answer;
    const startsAtMs = Date.parse(answer.startsAt);
    record.add({ externalId, phone, zone, startsAtMs, state, fromMs, sureMs: nowMs() });
    counts[answer.change] = (counts[answer.change] ?? 0) + 1;
    return answer;
  };
  const phoneOf = (externalId: string): string => record.of(externalId)?.phone ?? '';
  const tell = async (externalId: string, ask: () => Promise<ChangedVisit>, phone?: string): Promise<ChangedVisit> => {
    const fromMs = nowMs();
    return keep(await ask(), phone ?? phoneOf(externalId), fromMs);
  };
  return {
    programmeId,
    bookMany: async (visits) => {
      const fromMs = nowMs();
      const appointments = visits.map((visit) => ({ externalId: visit.externalId, ...writeBooking(visit) }));
      const { results } = await api.post<BulkAnswer>(at, { appointments });
      const phones = new Map(visits.map(({ externalId, patient }) => [externalId, patient.phone]));
      for (const result of results) {
        if (!result.ok) throw new Error(`a booking was refused: ${result.problem.message}`);
        keep(result, phones.get(result.externalId) ?? '', fromMs);
      }
    },
    put: (externalId, booking) => tell(externalId, () => api.put(one(externalId), booking), booking.phone),
    cancel: (externalId) => tell(externalId, () => api.remove(one(externalId))),
    answer: (externalId, meaning) => tell(externalId, () => api.post(`${one(externalId)}/answer`, { meaning })),
    skip: (externalId, step) => {
      touched.add(externalId);
      return tell(externalId, () => api.post(`${one(externalId)}/skip`, { steps: [step] }));
    },
    skipOccurrence: async (seriesId, occurrence) => {
      const path = `/programmes/${programmeId}/series/${seriesId}/skip-once`;
      const answer = await api.post<{ externalId: string }>(path, { occurrence });
      touched.add(answer.externalId);
      return answer;
    },
    hear: ({ kind, data, atMs, arrivedMs }) => {
      const state = STATES[kind];
      const { externalId, zone, startsAt } = data;
      if (typeof externalId !== 'string') return;
      touched.add(externalId);
      if (state === undefined) return;
      if (typeof zone !== 'string' || typeof startsAt !== 'string') return;
      const startsAtMs = Date.parse(startsAt);
      record.add({ externalId, phone: phoneOf(externalId), zone, startsAtMs, state, fromMs: atMs, sureMs: arrivedMs });
    },
    learn: ({ externalId, phone, zone, startsAt, state }) => {
      const now = nowMs();
      record.add({ externalId, phone, zone, startsAtMs: Date.parse(startsAt), state, fromMs: now, sureMs: now });
    },
    touched: () => touched,
    counts: () => ({ ...counts }),
  };
}

/** Events that say how an appointment stands. */
const STATES: Record<string, Fact['state']> = {
  'appointment.confirmed': 'confirmed',
  'appointment.cancelled': 'cancelled',
};
