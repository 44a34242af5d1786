import sshpk from "sshpk";
import { define, isObject, string, type Json, type JsonObject } from "../spec/json.js";
import type { Schemas, Shape } from "../spec/schemas.js";
import type { Random } from "./random.js";
import { holdsTime, timeRole, written } from "./times.js";

/** What values are made from, beside the schema. */
export interface Making {
  readonly now: number;
  readonly random: Random;
  /** Names things that have no name yet. */
  readonly name: (kind: string) => string;
  /** Finds the thing of this schema with this identity, for replies that show it whole. */
  readonly find?: (schemaName: string, identity: Json) => Json | undefined;
}

/** Makes values of schemas: what was given, and around it what only a server can know. */
export class Maker {
  readonly #schemas: Schemas;

  constructor(schemas: Schemas) {
    this.#schemas = schemas;
  }

  /**
   * A value of a schema. What was given is kept where it fits; the rest is taken from the example or made up.
   *
   * @param whole whether members that may be missing are made too, where the example has them
   */
  make(
    schema: Json | undefined,
    given: Json | undefined,
    example: Json | undefined,
    making: Making,
    whole: boolean = false,
  ): Json {
    return this.#value(schema, given, example, "", making, whole, 0);
  }

  #value(
    schema: Json | undefined,
    given: Json | undefined,
    example: Json | undefined,
    name: string,
    making: Making,
    whole: boolean,
    depth: number,
  ): Json {
    const shape = this.#schemas.shape(schema);
    if (given !== undefined) return this.#accept(schema, shape, given, example, name, making, whole, depth);
    return this.#invent(shape, example, name, making, whole, depth);
  }

  #accept(
    schema: Json | undefined,
    shape: Shape,
    given: Json,
    example: Json | undefined,
    name: string,
    making: Making,
    whole: boolean,
    depth: number,
  ): Json {
    if (given === null)
      return shape.nullable || shape.type === undefined
        ? null
        : this.#invent(shape, example, name, making, whole, depth);
    if (shape.type === "object") {
      if (isObject(given)) return this.#object(shape, given, isObject(example) ? example : {}, making, whole, depth);
      const target = this.#schemas.nameOf(schema);
      const found = target === undefined ? undefined : making.find?.(target, given);
      if (found !== undefined) return found;
      const key = ["id", "name", "slug", "uuid", "key"].find((each) => shape.properties[each] !== undefined);
      return key === undefined
        ? this.#invent(shape, example, name, making, whole, depth)
        : this.#object(shape, { [key]: given }, isObject(example) ? example : {}, making, whole, depth);
    }
    if (shape.type === "array") {
      const items = Array.isArray(given) ? given : [given];
      const sample = Array.isArray(example) ? example[0] : undefined;
      return items.map((item) =>
        this.#value(shape.items, item, isObject(item) ? sample : undefined, name, making, whole, depth + 1),
      );
    }
    if (shape.type === "string" && typeof given === "number") return String(given);
    if (
      (shape.type === "integer" || shape.type === "number") &&
      typeof given === "string" &&
      given !== "" &&
      Number.isFinite(Number(given))
    )
      return Number(given);
    if (shape.type === "boolean" && (given === "true" || given === "false")) return given === "true";
    const isScalar =
      shape.type === "string" || shape.type === "integer" || shape.type === "number" || shape.type === "boolean";
    if (isScalar && isObject(given)) return given["id"] ?? this.#invent(shape, example, name, making, whole, depth);
    if (
      isScalar &&
      !(shape.types ?? []).includes(Array.isArray(given) ? "array" : typeof given) &&
      !(typeof given === "number" && shape.type === "integer")
    )
      return this.#invent(shape, example, name, making, whole, depth);
    return given;
  }

  #object(
    shape: Shape,
    given: JsonObject,
    example: JsonObject,
    making: Making,
    whole: boolean,
    depth: number,
  ): JsonObject {
    const result: JsonObject = {};
    if (depth > 8) return result;
    for (const [name, property] of Object.entries(shape.properties)) {
      const inner = this.#schemas.shape(property);
      if (inner.writeOnly) continue;
      const value = Object.hasOwn(given, name) ? given[name] : undefined;
      const sample = Object.hasOwn(example, name) ? example[name] : undefined;
      const needed =
        shape.required.includes(name) ||
        inner.readOnly ||
        inner.fallback !== undefined ||
        (whole && sample !== undefined);
      if (value === undefined && !needed) {
        // An object that may be missing is there all the same when the server has something to say in it.
        if (inner.type !== "object" || depth > 2 || !this.#hasOwn(inner)) continue;
      }
      if (value === undefined && depth > 4 && !shape.required.includes(name)) continue;
      define(result, name, this.#value(property, value, sample, name, making, whole, depth + 1));
    }
    const isFree = shape.rest !== undefined || Object.keys(shape.properties).length === 0;
    if (isFree && !shape.closed)
      for (const [name, value] of Object.entries(given))
        if (!Object.hasOwn(shape.properties, name)) define(result, name, value);
    this.#fingerprint(shape, result);
    return result;
  }

  #hasOwn(shape: Shape): boolean {
    return Object.values(shape.properties).some((property) => this.#schemas.shape(property).readOnly);
  }

  #invent(shape: Shape, example: Json | undefined, name: string, making: Making, whole: boolean, depth: number): Json {
    if (shape.constant !== undefined) return shape.constant;
    const role = timeRole(name);
    if (role !== undefined && holdsTime(shape)) {
      if (role === "deleted") return shape.nullable ? null : shape.type === "string" ? (example ?? "") : 0;
      return written(making.now, shape, example ?? shape.example);
    }
    // A thing that is there but was not said to be: with null the API says just that.
    if (shape.nullable && !(whole && example !== undefined)) return null;
    const sample = example ?? shape.example;
    if (shape.enum && shape.enum.length > 0) {
      if (sample !== undefined && shape.enum.includes(sample) && shape.readOnly) return sample;
      return (
        shape.fallback ??
        (sample !== undefined && shape.enum.includes(sample)
          ? sample
          : (shape.enum.find((value) => value !== null) ?? null))
      );
    }
    if (shape.fallback !== undefined && !shape.readOnly) return shape.fallback;
    switch (shape.type) {
      case "object":
        return this.#object(
          shape,
          isObject(sample) && Object.keys(shape.properties).length === 0 && shape.readOnly ? sample : {},
          isObject(sample) ? sample : {},
          making,
          whole,
          depth,
        );
      case "array":
        return this.#array(shape, sample, name, making, whole, depth);
      case "integer":
      case "number":
        return typeof sample === "number"
          ? sample
          : typeof shape.fallback === "number"
            ? shape.fallback
            : (shape.minimum ?? 0);
      case "boolean":
        return typeof sample === "boolean" ? sample : (shape.fallback ?? false);
      case "null":
        return null;
      case "string":
        return this.#text(shape, string(sample), name, making);
      default:
        return sample ?? null;
    }
  }

  #array(shape: Shape, sample: Json | undefined, name: string, making: Making, whole: boolean, depth: number): Json {
    const inner = this.#schemas.shape(shape.items);
    const items = Array.isArray(sample) && (shape.readOnly || whole) && !inner.resource ? sample : [];
    const made = items.map((item) =>
      this.#value(
        shape.items,
        isObject(item) || /^ipv?[46]$/.test(inner.format ?? "") ? undefined : item,
        item,
        name,
        making,
        whole,
        depth + 1,
      ),
    );
    while (made.length < (shape.minItems ?? 0) && made.length < 10)
      made.push(this.#value(shape.items, undefined, undefined, name, making, whole, depth + 1));
    return made;
  }

  #text(shape: Shape, sample: string | undefined, name: string, making: Making): string {
    const text = this.#anyText(shape, sample, name, making);
    return text.length < (shape.minLength ?? 0)
      ? text.padEnd(shape.minLength ?? 0, "x")
      : text.slice(0, shape.maxLength ?? text.length);
  }

  #anyText(shape: Shape, sample: string | undefined, name: string, making: Making): string {
    const { random } = making;
    if (shape.format === "uuid") return random.uuid();
    if (shape.format === "date-time" || shape.format === "date")
      return sample ?? String(written(making.now, shape, undefined));
    if (shape.format === "ipv4" || shape.format === "ip") return random.ipv4();
    if (shape.format === "ipv6") return random.ipv6();
    if (/^(mac|mac_?addr(ess)?)$/i.test(name)) return random.mac();
    if (shape.sensitive) return random.hex(Math.min(Math.max(sample?.length ?? 0, 64), shape.maxLength ?? 1_000));
    if (/^e_?tag$/i.test(name)) return random.hex(32);
    if (sample !== undefined && looksLikeUuid(sample) && shape.readOnly) return random.uuid();
    if (/^(name|label|title)$/i.test(name) && !shape.readOnly && shape.pattern === undefined) return making.name(name);
    return (
      sample ??
      string(shape.fallback) ??
      (shape.format === "uri" || shape.format === "url"
        ? "https://example.com/"
        : shape.format === "email"
          ? "someone@example.com"
          : "")
    );
  }

  /** A stored public key has a fingerprint, which only the key itself can tell. */
  #fingerprint(shape: Shape, value: JsonObject): void {
    if (shape.properties["fingerprint"] === undefined) return;
    const key = Object.values(value).find((member) => typeof member === "string" && isPublicKey(member));
    if (typeof key !== "string") return;
    try {
      value["fingerprint"] = fingerprintOf(key);
    } catch {
      // It looks like a key and is none; whether that is allowed is for the schema to say.
    }
  }
}

export function isPublicKey(text: string): boolean {
  return /^(ssh-|ecdsa-sha2-|sk-)\S+ AAAA\S+/.test(text);
}

/** The MD5 fingerprint of a public key, as 16 pairs of digits with colons. */
export function fingerprintOf(key: string): string {
  return sshpk.parseKey(key, "auto").fingerprint("md5").toString("hex").replace(/^MD5:/, "");
}

export function looksLikeUuid(text: string): boolean {
  return /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text);
}
