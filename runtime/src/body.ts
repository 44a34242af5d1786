import type { TransportBody } from "./transport.js";

/** A body ready to be sent. */
export interface EncodedBody {
  /** What is sent. A stream can be sent only once. */
  readonly data: TransportBody;
  /** The header `content-type`. */
  readonly contentType: string;
}

/** Turns the body of a call into what is sent, once a call. An operation may ask for another content type. */
export type BodyEncoder = (body: unknown, contentType?: string) => EncodedBody;

/** JSON. It cannot hold `bigint` values: operations with such fields use `losslessJsonBody`. */
export const jsonBody: BodyEncoder = (body, contentType = "application/json") => ({
  data: JSON.stringify(body),
  contentType,
});
