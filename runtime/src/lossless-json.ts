import type { BodyEncoder } from "./body.js";
import { parseJson } from "./json.js";
import { decodeJson, readText, type ReplyReader } from "./reply.js";

/** JSON whose integers beyond 2^53 become `bigint`, without losing a digit. All other numbers stay numbers. */
export const readLosslessJson: ReplyReader<unknown> = async (reply) =>
  decodeJson(await readText(reply), reply, (text) => (/\d{16}/.test(text) ? tryParse(text) : parseJson(text)));

/** JSON in which `bigint` values are written as numbers. */
export const losslessJsonBody: BodyEncoder = (body, contentType = "application/json") => ({
  data: stringify(body) ?? "null",
  contentType,
});

function tryParse(text: string): unknown {
  try {
    return parseLosslessJson(text);
  } catch {
    return undefined;
  }
}

// The tokens of JSON, in the order of their frequency: strings, numbers, signs, words, white space.
const token =
  /"(?:[^"\\\x00-\x1f]|\\.)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|[{}[\],:]|true|false|null|[ \t\r\n]+/y;

/**
 * Parses JSON as `JSON.parse` does, but gives integers that a number cannot hold as `bigint`, and leaves out members
 * called `__proto__`.
 *
 * @throws SyntaxError when the text is not JSON; RangeError when it is nested too deeply
 */
export function parseLosslessJson(text: string): unknown {
  let at = 0;
  const fail = (): never => {
    throw new SyntaxError(`not JSON at position ${at}`);
  };
  const next = (): string => {
    for (;;) {
      token.lastIndex = at;
      const found = token.exec(text)?.[0] ?? fail();
      at += found.length;
      if (!/^\s/.test(found)) return found;
    }
  };
  const scalarOf = (found: string): unknown => {
    if (/^-?\d+$/.test(found)) {
      const number = Number(found);
      return Number.isSafeInteger(number) ? number : BigInt(found);
    }
    return /^[{}[\],:]/.test(found) ? fail() : JSON.parse(found);
  };
  const value = (found: string): unknown => {
    if (found === "[") return list();
    return found === "{" ? object() : scalarOf(found);
  };
  const list = (): unknown[] => {
    const items: unknown[] = [];
    for (let found = next(); found !== "]";) {
      items.push(value(found));
      found = next();
      if (found === ",") found = mustNot("]");
      else if (found !== "]") fail();
    }
    return items;
  };
  const object = (): object => {
    const members: [string, unknown][] = [];
    for (let found = next(); found !== "}";) {
      if (!found.startsWith('"')) fail();
      const name = String(JSON.parse(found));
      if (next() !== ":") fail();
      const member = value(next());
      if (name !== "__proto__") members.push([name, member]);
      found = next();
      if (found === ",") found = mustNot("}");
      else if (found !== "}") fail();
    }
    return Object.fromEntries(members);
  };
  const mustNot = (end: string): string => {
    const found = next();
    return found === end ? fail() : found;
  };
  const result = value(next());
  return /^[ \t\r\n]*$/.test(text.slice(at)) ? result : fail();
}

/** As `JSON.stringify`; undefined for what has no form in JSON. */
function stringify(value: unknown): string | undefined {
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if ("toJSON" in value && typeof value.toJSON === "function") {
    const replaced: unknown = value.toJSON();
    return stringify(replaced);
  }
  if (Array.isArray(value)) return `[${value.map((item: unknown) => stringify(item) ?? "null").join(",")}]`;
  const members = Object.entries(value).flatMap(([name, member]) => {
    const text = stringify(member);
    return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`];
  });
  return `{${members.join(",")}}`;
}
