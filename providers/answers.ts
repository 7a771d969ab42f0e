import type { CreateResult, PlaceResult } from '../engine/ports.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { OnceAnswer } from './http/once-handler.ts';
import { redact } from './redact.ts';

/** A provider's own words about why it did not do it. */
export interface ProviderSays {
  refusal: Refusal;
  message: string;
}

/** How one adapter reads the answer of a create. */
export interface AnswerReader<T> {
  /** What a 2xx body tells; undefined = it cannot be read, so nobody knows what was created. */
  created: (body: Buffer) => { value: T } | ProviderSays | undefined;
  /** Set only when the status is in the adapter's table AND the body is the provider's own envelope. */
  refused: (status: number, body: Buffer) => ProviderSays | undefined;
}

type Begun = { startedAtMs: number };
type Read<T> =
  | ({ kind: 'done'; value: T } & Begun)
  | ({ kind: 'refused' } & ProviderSays & Begun)
  | { kind: 'not_sent'; message: string }
  | ({ kind: 'ambiguous'; message: string } & Begun);

/** Sorts an answer into the four kinds. What is neither proof nor the provider's own word is ambiguous (L1). */
export const readAnswer = <T>(answer: OnceAnswer, reader: AnswerReader<T>): Read<T> => {
  if (answer.kind === 'not_sent') return answer;
  const { startedAtMs } = answer;
  if (answer.kind === 'broken') return { kind: 'ambiguous', message: answer.message, startedAtMs };
  const { status, body } = answer;
  if (status >= 200 && status < 300) {
    const created = reader.created(body);
    if (created === undefined)
      return { kind: 'ambiguous', message: `unreadable answer of status ${status}`, startedAtMs };
    if ('value' in created) return { kind: 'done', value: created.value, startedAtMs };
    return { kind: 'refused', ...created, startedAtMs };
  }
  const refused = reader.refused(status, body);
  if (refused !== undefined) return { kind: 'refused', ...refused, startedAtMs };
  return {
    kind: 'ambiguous',
    message: redact(`status ${status}: ${body.toString('utf8', 0, 200)}`),
    startedAtMs,
  };
};

/** The result of a dial or a text; the value is the provider's id. */
export const placeResultOf = (answer: OnceAnswer, reader: AnswerReader<string>): PlaceResult => {
  const read = readAnswer(answer, reader);
  return read.kind === 'done' ? { kind: 'accepted', providerRef: read.value, startedAtMs: read.startedAtMs } : read;
};

/** The result of a create that is not a dial. */
export const createResultOf = <T>(answer: OnceAnswer, reader: AnswerReader<T>): CreateResult<T> => {
  const read = readAnswer(answer, reader);
  switch (read.kind) {
    case 'done':
      return { kind: 'done', value: read.value };
    case 'refused':
      return { kind: 'refused', refusal: read.refusal, message: read.message };
    case 'ambiguous':
      return { kind: 'ambiguous', message: read.message };
    case 'not_sent':
      return read;
  }
};
