import { encode, write } from "./encode.js";

/** Parameters by name. A value is plain or in a style wrapper such as `deepObject`; undefined ones are left out. */
export type ParameterValues = Readonly<Record<string, unknown>>;

/**
 * The query of a call: `page=2&tag=a&tag=b` for `{ page: 2, tag: ["a", "b"] }`, percent-encoded, in the order of the
 * parameters. Null is sent as an empty value. Without a wrapper the style is form, exploded: arrays are repeated, the
 * members of an object become parameters of their own.
 */
export function queryOf(parameters: ParameterValues = {}): string {
  return writeAll(parameters, "&");
}

/**
 * The headers of a call. Without a wrapper the style is simple: `a,b` for an array. A header of which there is nothing to
 * send is left out.
 *
 * @param cookies go together into `cookie`. Browsers do not let programs send them.
 */
export function headersOf(parameters: ParameterValues, cookies: ParameterValues = {}): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(parameters)) {
    const text = write(value, String);
    // A style writes nothing when there is nothing to send. All headers are checked when they are sent.
    if (value !== undefined && (text || typeof value !== "function")) headers[name.toLowerCase()] = text;
  }
  const cookie = writeAll(cookies, "; ");
  if (cookie) headers["cookie"] = cookie;
  return headers;
}

function writeAll(parameters: ParameterValues, separator: string): string {
  return Object.entries(parameters)
    .map(([name, value]) => write(value, encode, separator, "=", name))
    .filter(Boolean)
    .join(separator);
}
