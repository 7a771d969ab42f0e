/** One message of the stream (GET /v1/live). What its data holds depends on its name. */
export interface LiveMessage {
  name: string;
  data: unknown;
}
