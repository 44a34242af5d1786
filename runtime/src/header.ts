import { simple } from "./encode.js";
import { InputError } from "./errors.js";

/** Checks a header. A line break or NUL in its value would let it forge others. The message does not show the value. */
export function checkHeader([name, value]: readonly [name: string, value: string]): void {
  if (/^[!#-'*+.^`|~\w-]+$/.test(name) && /^[\t -~\x80-\xff]*$/.test(value)) return;
  throw new InputError(`the header ${JSON.stringify(name)} holds a forbidden character`);
}

/** Adds headers in style `simple`; undefined ones are left out. They are checked when they are sent. */
export function addHeaders(target: Record<string, string>, source: Readonly<Record<string, unknown>> = {}): void {
  for (const [name, value] of Object.entries(source)) {
    const text = simple(value, String);
    // A style writes nothing when there is nothing to send.
    if (value !== undefined && (text !== "" || typeof value !== "function")) target[name.toLowerCase()] = text;
  }
}
