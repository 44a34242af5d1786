import { InputError } from "./errors.js";
import type { TransportBody } from "./transport.js";

/** A body ready to be sent. */
export interface EncodedBody {
  /** What is sent. A stream can be sent only once. */
  readonly data: TransportBody;
  /** The header `content-type`. */
  readonly contentType: string;
}

/**
 * A body of JSON; undefined, that is none, for undefined. `bigint` values need `losslessJsonBody`.
 *
 * @param contentType default: `application/json`
 * @throws InputError when the value is not JSON, for example since it contains itself
 */
export function jsonBody(value: unknown, contentType = "application/json"): EncodedBody | undefined {
  try {
    const data: string | undefined = JSON.stringify(value);
    return data === undefined ? undefined : { data, contentType };
  } catch (cause) {
    throw new InputError("the body cannot be written as JSON", { cause });
  }
}
