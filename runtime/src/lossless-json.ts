import type { BodyEncoder } from "./body.js";
import { InputError } from "./errors.js";
import { parseJson } from "./json.js";
import { decodeJson, readText, type UnreadReply } from "./reply.js";

/**
 * Where in a JSON value the integers are that are `bigint`, however small they are: here (`true`), in each item of a list or
 * member of a record, in the members named, wherever one of `all` says, or where the table of places says under a name.
 */
export type BigIntPlaces =
  | true
  | string
  | readonly ["each", BigIntPlaces]
  | readonly ["all", ...BigIntPlaces[]]
  | { readonly [member: string]: BigIntPlaces };

/** Places by name, so that they can lead back to themselves. */
export type BigIntTable = Readonly<Record<string, BigIntPlaces>>;

/**
 * JSON whose large integers keep all their digits: see `parseLosslessJson`; undefined for an empty body.
 *
 * @throws DecodeError when it is not JSON
 */
export const readLosslessJson = async (
  reply: UnreadReply,
  places?: BigIntPlaces,
  table?: BigIntTable,
): Promise<unknown> => decodeJson(await readText(reply), reply, (text) => parseLosslessJson(text, places, table));

// Both directions take large integers through the platform's JSON as strings. A letter at the end of every string that is a
// value tells the two kinds apart. Strings are not matched as a whole, since that overflows the stack when they are long;
// each quotation mark that is not escaped begins or ends one.

/**
 * JSON in which `bigint` values are written as numbers.
 *
 * @throws InputError when the body is not JSON, for example since it contains itself
 */
export const losslessJsonBody: BodyEncoder = (body, contentType = "application/json") => ({
  data: losslessText(body),
  contentType,
});

/** JSON text in which `bigint` values are numbers. InputError for what JSON cannot hold. */
export function losslessText(json: unknown): string {
  let marked: string | undefined;
  try {
    marked = JSON.stringify(json, function (this: object, name, value: unknown) {
      // Programs like to give all bigints a toJSON of their own, which has been called by now.
      const own: unknown = Reflect.get(this, name);
      return typeof own === "bigint" ? `${own}n` : typeof value === "string" ? `${value}s` : value;
    });
  } catch (cause) {
    throw new InputError("the value cannot be written as JSON", { cause });
  }
  if (marked === undefined) throw new InputError(`a ${typeof json} cannot be written as JSON`);
  let isInside = false;
  return marked.replace(/"(-?\d+)n"(?!:)|\\.|s?"(:)?/g, (found: string, digits?: string, colon?: string) => {
    if (digits !== undefined) return digits;
    if (found.startsWith("\\")) return found;
    isInside = !isInside;
    return isInside || colon !== undefined ? found : '"';
  });
}

/** What is escaped, and quotation marks and numbers, each with the colon that only the name of a member may have. */
const tokens: RegExp = /\\.|(?:"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(\s*:)?/g;

/**
 * Parses JSON; undefined when the text is not JSON. Members called `__proto__` are left out.
 *
 * @param places where integers become `bigint`; all others are then numbers. Left out, those become `bigint` that a number
 * cannot hold, wherever they are
 */
export function parseLosslessJson(text: string, places?: BigIntPlaces, table: BigIntTable = {}): unknown {
  try {
    const value = parseMarked(text);
    return places === undefined ? value : settle(value, [places], table);
  } catch {
    return undefined;
  }
}

function parseMarked(text: string): unknown {
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
  return JSON.parse(marked, (name, value: unknown) => {
    if (name === "__proto__") return undefined;
    if (typeof value !== "string") return value;
    return value.endsWith("n") ? BigInt(value.slice(0, -1)) : value.slice(0, -1);
  });
}

/** Gives the integers within a parsed value the type that they are to have. Changes the value. */
function settle(value: unknown, places: readonly BigIntPlaces[], table: BigIntTable): unknown {
  // Names and lists make way for what they stand for; what leads back to itself stands for nothing new.
  const here = new Set(places);
  for (const place of here) {
    const more = typeof place === "string" ? [table[place]] : isList(place) && place[0] === "all" ? place.slice(1) : [];
    for (const each of more) if (each !== undefined) here.add(each);
  }
  if (typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value)))
    return here.has(true) ? BigInt(value) : Number(value);
  if (typeof value !== "object" || value === null) return value;
  for (const [name, member] of Object.entries(value)) {
    const within = [...here].flatMap((place) => {
      if (isList(place)) return place[0] === "each" ? [place[1]] : [];
      const inner = typeof place === "object" && Object.hasOwn(place, name) ? place[name] : undefined;
      return inner === undefined ? [] : [inner];
    });
    Reflect.set(value, name, settle(member, within, table));
  }
  return value;
}

function isList(place: BigIntPlaces): place is Extract<BigIntPlaces, readonly unknown[]> {
  return Array.isArray(place);
}
