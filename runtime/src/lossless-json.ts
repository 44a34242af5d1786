import type { BodyEncoder } from "./body.js";
import { parseJson } from "./json.js";
import { decodeJson, readText, type ReplyReader } from "./reply.js";

/** JSON whose integers beyond 2^53 become `bigint`, without losing a digit. All other numbers stay numbers. */
export const readLosslessJson: ReplyReader<unknown> = async (reply) =>
  decodeJson(await readText(reply), reply, parseLosslessJson);

/** JSON in which `bigint` values are written as numbers. */
export const losslessJsonBody: BodyEncoder = (body, contentType = "application/json") => {
  const marked = JSON.stringify(body, (_name, value: unknown) => {
    return typeof value === "bigint" ? `n${value}` : typeof value === "string" ? `s${value}` : value;
  });
  const data = marked.replace(tokens, (text: string, string?: string, colon?: string) => {
    if (string === undefined || colon !== undefined) return text;
    return string.startsWith('"n') ? string.slice(2, -1) : `"${string.slice(2)}`;
  });
  return { data, contentType };
};

/** The strings of a JSON text, each with the colon that makes it the name of a member, and its numbers. */
const tokens: RegExp = /("(?:[^"\\]|\\.)*")(\s*:)?|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Parses JSON; undefined when the text is not JSON. Integers that a number cannot hold become `bigint`. Members called
 * `__proto__` are left out.
 */
export function parseLosslessJson(text: string): unknown {
  if (!/\d{16}/.test(text)) return parseJson(text);
  // JSON.parse would round large integers, so they go through it as strings; a letter tells the two kinds apart.
  const marked = text.replace(tokens, (found: string, string?: string, colon?: string) => {
    if (string !== undefined) return colon === undefined ? `"s${string.slice(1)}` : found;
    return /[.eE]/.test(found) || Number.isSafeInteger(Number(found)) ? found : `"n${found}"`;
  });
  try {
    return JSON.parse(marked, (name, value: unknown) => {
      if (name === "__proto__") return undefined;
      if (typeof value !== "string") return value;
      return value.startsWith("n") ? BigInt(value.slice(1)) : value.slice(1);
    });
  } catch {
    return undefined;
  }
}
