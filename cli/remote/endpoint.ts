import type { z } from 'zod';

/** One address of the API: what goes in, what comes out. */
export interface Endpoint<Body extends z.ZodType = z.ZodType, Response extends z.ZodType = z.ZodType> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `:name` for each part that a call fills in. */
  path: string;
  /** Only its type is used: the API refuses in its own words. */
  body?: Body;
  response: Response;
  /** Takes an Idempotency-Key: creates and launches. */
  once?: true;
}

export const get = <Response extends z.ZodType>(path: string, response: Response) => ({
  method: 'GET' as const,
  path,
  response,
});

export const send = <Body extends z.ZodType, Response extends z.ZodType>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body: Body,
  response: Response,
) => ({ method, path, body, response });

/** Creates and launches: sent under an Idempotency-Key. */
export const once = <Body extends z.ZodType, Response extends z.ZodType>(
  path: string,
  body: Body,
  response: Response,
) => ({ method: 'POST' as const, path, body, response, once: true as const });
