import type { ReplyHeaders } from "./transport.js";
import { atWay, type Way } from "./way.js";

/** Finds the server's name for a request in an error reply. */
export type RequestIdReader = (headers: ReplyHeaders, body: unknown) => unknown;

/** The request id is a header. */
export const idInHeader =
  (name: string): RequestIdReader =>
  (headers) =>
    headers.get(name);

/** The request id is at the end of a way into the error body. */
export const idInBody =
  (way: Way): RequestIdReader =>
  (_, body) =>
    atWay(body, way);
