import type { EncodedBody } from "./body.js";
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

/**
 * A body of JSON in which `bigint` values are numbers; undefined, that is none, for undefined.
 *
 * @param contentType default: `application/json`
 * @throws InputError when the value is not JSON, for example since it contains itself
 */
export function losslessJsonBody(value: unknown, contentType = "application/json"): EncodedBody | undefined {
  return value === undefined ? undefined : { data: losslessText(value), contentType };
}

/** JSON text in which `bigint` values are numbers. InputError for what JSON cannot hold. */
export function losslessText(json: unknown): string {
  let marked: string | undefined;
  try {
    // They become strings such as "12n" at first; strings that look like that get an "n" more.
    marked = JSON.stringify(json, function (this: object, name, value: unknown) {
      // Programs like to give all bigints a toJSON of their own, which has been called by now.
      const own: unknown = Reflect.get(this, name);
      if (typeof own === "bigint") return `${own}n`;
      return typeof value === "string" ? value.replace(/^-?\d+n+$/, "$&n") : value;
    });
  } catch (cause) {
    throw new InputError("the value cannot be written as JSON", { cause });
  }
  if (marked === undefined) throw new InputError(`a ${typeof json} cannot be written as JSON`);
  // Behind a backslash a quotation mark begins no string, and before a colon it ends no value.
  return marked.replace(/(?<!\\)"(-?\d+)(n*)n"(?!:)/g, (_, digits, more) => (more ? `"${digits}${more}"` : digits));
}

/**
 * Parses JSON; undefined when the text is not JSON. Members called `__proto__` are left out.
 *
 * @param places where integers become `bigint`; all others are then numbers. Left out, those become `bigint` that a number
 * cannot hold, wherever they are
 */
export function parseLosslessJson(text: string, places?: BigIntPlaces, table: BigIntTable = {}): unknown {
  const value = parseJson(text);
  const hasLarge = /\d{16}/.test(text);
  if (value === undefined || (places === undefined && !hasLarge)) return value;
  const exact = hasLarge ? parseJson(quoteLarge(text)) : value;
  try {
    return settle(value, exact, places === undefined ? undefined : [places], table);
  } catch {
    // It is nested too deeply to be walked.
    return undefined;
  }
}

// Strings are not matched as a whole, since that overflows the stack when they are long.
/** Makes strings of the integers that a number cannot hold. */
function quoteLarge(json: string): string {
  let isInside = false;
  return json.replace(/\\.|"|(?<![\w.+-])-?\d{16,}(?![\w.])/g, (found) => {
    if (found === '"') isInside = !isInside;
    return isInside || found === '"' || Number.isSafeInteger(Number(found)) ? found : `"${found}"`;
  });
}

type Places = readonly (BigIntPlaces | undefined)[];

/**
 * Gives the integers within a parsed value the type that they are to have. Changes the value.
 *
 * @param exact the same value, with strings for the integers that a number cannot hold
 */
function settle(value: unknown, exact: unknown, places: Places | undefined, table: BigIntTable): unknown {
  // Names and lists make way for what they stand for; what leads back to itself stands for nothing new.
  const here = new Set(places);
  for (const place of here) {
    if (typeof place === "string") here.add(table[place]);
    else if (isList(place) && place[0] === "all") place.slice(1).forEach((each) => here.add(each));
  }
  if (typeof value === "number" && (places ? here.has(true) : typeof exact === "string"))
    return typeof exact === "string" || Number.isInteger(exact) ? BigInt(exact as string | number) : value;
  if (typeof value !== "object" || value === null) return value;
  for (const [name, member] of Object.entries(value)) {
    const within = places && [...here].map((place) => placeWithin(place, name));
    Reflect.set(value, name, settle(member, Reflect.get(Object(exact), name), within, table));
  }
  return value;
}

function placeWithin(place: BigIntPlaces | undefined, name: string): BigIntPlaces | undefined {
  if (isList(place)) return place[0] === "each" ? place[1] : undefined;
  return typeof place === "object" && Object.hasOwn(place, name) ? place[name] : undefined;
}

function isList(place: BigIntPlaces | undefined): place is Extract<BigIntPlaces, readonly unknown[]> {
  return Array.isArray(place);
}
