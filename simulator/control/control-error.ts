import { z } from 'zod';

/** A refusal of the control API: answered with its status, never with a stack. */
export class ControlError extends Error {
  override name = 'ControlError';
  readonly status: number;
  readonly details: Record<string, unknown>;

  constructor(status: number, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.status = status;
    this.details = details;
  }
}

/** The body or query by its schema. @throws ControlError 400 naming every problem. */
export const read = <S extends z.ZodType>(schema: S, value: unknown): z.output<S> => {
  const result = schema.safeParse(value ?? {});
  if (!result.success) throw new ControlError(400, z.prettifyError(result.error));
  return result.data;
};
