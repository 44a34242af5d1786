import type { BodyEncoder } from "./body.js";
import { parseJson } from "./json.js";
import { decodeJson, readText, type ReplyReader } from "./reply.js";

/** JSON whose integers beyond 2^53 become `bigint`, without losing a digit. All other numbers stay numbers. */
export const readLosslessJson: ReplyReader<unknown> = async (reply) =>
  decodeJson(await readText(reply), reply, parseLosslessJson);

// Both directions take large integers through the platform's JSON as strings. A letter at the end of every string that is a
// value tells the two kinds apart. Strings are not matched as a whole, since that overflows the stack when they are long;
// each quotation mark that is not escaped begins or ends one.

/** JSON in which `bigint` values are written as numbers. */
export const losslessJsonBody: BodyEncoder = (body, contentType = "application/json") => {
  const marked = JSON.stringify(body, (_name, value: unknown) => {
    return typeof value === "bigint" ? `${value}n` : typeof value === "string" ? `${value}s` : value;
  });
  let isInside = false;
  const data = marked.replace(/"(-?\d+)n"(?!:)|\\.|s?"(:)?/g, (found: string, digits?: string, colon?: string) => {
    if (digits !== undefined) return digits;
    if (found.startsWith("\\")) return found;
    isInside = !isInside;
    return isInside || colon !== undefined ? found : '"';
  });
  return { data, contentType };
};

/** What is escaped, and quotation marks and numbers, each with the colon that only the name of a member may have. */
const tokens: RegExp = /\\.|(?:"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(\s*:)?/g;

/**
 * Parses JSON; undefined when the text is not JSON. Integers that a number cannot hold become `bigint`. Members called
 * `__proto__` are left out.
 */
export function parseLosslessJson(text: string): unknown {
  if (!/\d{16}/.test(text)) return parseJson(text);
  let isInside = false;
  const marked = text.replace(tokens, (found: string, colon?: string) => {
    if (found.startsWith('"')) {
      isInside = !isInside;
      return isInside || colon !== undefined ? found : 's"';
    }
    const isWhole = !isInside && colon === undefined && !/[\\.eE]/.test(found);
    return isWhole && !Number.isSafeInteger(Number(found)) ? `"${found}n"` : found;
  });
  try {
    return JSON.parse(marked, (name, value: unknown) => {
      if (name === "__proto__") return undefined;
      if (typeof value !== "string") return value;
      return value.endsWith("n") ? BigInt(value.slice(0, -1)) : value.slice(0, -1);
    });
  } catch {
    return undefined;
  }
}
