import { send } from '../../../api/client.ts';
import type * as shapes from '../shapes.ts';

/** Which appointment or series: by programme and the id of the caller's own system. */
export interface Which {
  programmeId: string;
  externalId: string;
}

const ONE = '/programmes/:programmeId/appointments/:externalId';
const SERIES = '/programmes/:programmeId/series/:externalId';
const params = ({ programmeId, externalId }: Which) => ({ programmeId, externalId });
/** An empty reason is none. */
const because = (reason: string | undefined) => (reason === undefined || reason === '' ? {} : { reason });

export const previewBooking = (which: Which, body: shapes.Booking, signal?: AbortSignal) =>
  send<shapes.Changed>('POST', `${ONE}/preview`, { params: params(which), body, signal });
export const book = (which: Which, body: shapes.Booking, idempotencyKey: string) =>
  send<shapes.Changed>('PUT', ONE, { params: params(which), body, idempotencyKey });
export const move = (which: Which, body: shapes.BookingPatch, dryRun = false, signal?: AbortSignal) =>
  send<shapes.Changed>('PATCH', ONE, { params: params(which), query: dryRun ? { dryRun: true } : {}, body, signal });
export const cancel = (which: Which, reason?: string) =>
  send<shapes.Changed>('DELETE', ONE, { params: params(which), query: because(reason) });
export const restore = (which: Which, reason?: string) =>
  send<shapes.Changed>('POST', `${ONE}/restore`, { params: params(which), body: because(reason) });
/** Without `steps`: all that are still to come. */
export const skip = (
  which: Which,
  { steps, undo, reason }: { steps?: string[]; undo?: boolean; reason?: string } = {},
) =>
  send<shapes.Changed>('POST', `${ONE}/skip`, {
    params: params(which),
    body: { ...(steps === undefined ? {} : { steps }), ...(undo === true ? { undo } : {}), ...because(reason) },
  });
export const sendNow = (which: Which, step: string | undefined, idempotencyKey: string, reason?: string) =>
  send<shapes.Changed>('POST', `${ONE}/send-now`, {
    params: params(which),
    body: { ...(step === undefined ? {} : { step }), ...because(reason) },
    idempotencyKey,
  });
export const answerFor = (which: Which, meaning: 'confirm' | 'cancel' | 'reschedule', note?: string) =>
  send<shapes.Changed>('POST', `${ONE}/answer`, {
    params: params(which),
    body: { meaning, ...(note === undefined || note === '' ? {} : { note }) },
  });

const dry = (dryRun: boolean) => (dryRun ? { dryRun: true } : {});
export const putSeries = (which: Which, body: shapes.SeriesBody, dryRun = false, signal?: AbortSignal) =>
  send<shapes.ChangedSeries>('PUT', SERIES, { params: params(which), query: dry(dryRun), body, signal });
export const editSeries = (which: Which, body: shapes.SeriesPatch, dryRun = false, signal?: AbortSignal) =>
  send<shapes.ChangedSeries>('PATCH', SERIES, { params: params(which), query: dry(dryRun), body, signal });
export const splitSeries = (which: Which, body: shapes.SplitBody, dryRun = false, signal?: AbortSignal) =>
  send<shapes.ChangedSeries>('POST', `${SERIES}/split`, { params: params(which), query: dry(dryRun), body, signal });
export const pauseSeries = (which: Which, reason?: string) =>
  send<shapes.ChangedSeries>('POST', `${SERIES}/pause`, { params: params(which), body: because(reason) });
export const resumeSeries = (which: Which) =>
  send<shapes.ChangedSeries>('POST', `${SERIES}/resume`, { params: params(which), body: {} });
export const endSeries = (which: Which, reason?: string) =>
  send<shapes.ChangedSeries>('DELETE', SERIES, { params: params(which), query: because(reason) });
export const skipOnce = (which: Which, occurrence: string, undo = false) =>
  send<shapes.Changed>('POST', `${SERIES}/skip-once`, {
    params: params(which),
    body: { occurrence, ...(undo ? { undo } : {}) },
  });

export const previewSchedule = (body: shapes.NewSchedule, signal?: AbortSignal) =>
  send<shapes.SchedulePreview>('POST', '/schedules', { query: dry(true), body, signal });
export const createSchedule = (body: shapes.NewSchedule, idempotencyKey: string) =>
  send<shapes.Schedule>('POST', '/schedules', { body, idempotencyKey });
export const changeSchedule = (scheduleId: string, body: shapes.NewSchedule) =>
  send<shapes.Schedule>('PATCH', '/schedules/:scheduleId', { params: { scheduleId }, body });
