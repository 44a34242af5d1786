import { isList, isObject, listMember, member, objectMember, typeName } from "../load/json.js";
import { escapeToken } from "../load/pointer.js";
import { brokenLimits } from "./limits.js";
import { hasOneOf, spellTypes, statedTypes } from "./json-type.js";
import type { Json, JsonObject } from "../load/document.js";
import type { Context } from "./rule.js";

/** What does not fit: a pointer into the value, and words that follow its name. */
export interface Misfit {
  readonly pointer: string;
  readonly message: string;
}

/** Which way a value travels: what only the server sets is not demanded of what is sent, and the reverse. */
export type Travels = "sent" | "received" | "either";

/** What the schemas of one place say of the members of an object. */
interface Verdict {
  readonly misfits: readonly Misfit[];
  /** Names of members that some schema speaks of; undefined where any name will do. */
  readonly known: ReadonlySet<string> | undefined;
  /** Whether any schema speaks of members. */
  readonly speaks: boolean;
}

/** More steps than any value is deep; whoever goes on is walking in a circle. */
const deepest = 200;

/**
 * Holds values against schemas. Written by hand and not compiled, because a value is looked at once or twice and
 * compiling a schema takes a thousand times as long. Members that no schema speaks of do not fit: in an example they are
 * misspelt or forgotten.
 */
export class Instances {
  readonly #resolve: Context["resolve"];
  readonly #travels: Travels;

  constructor(resolve: Context["resolve"], travels: Travels) {
    this.#resolve = resolve;
    this.#travels = travels;
  }

  /** Everything about a value that does not fit a schema. */
  misfits(value: Json, schema: Json | undefined, pointer = "", depth = 0): readonly Misfit[] {
    const { misfits, known, speaks } = this.#judge(value, schema, pointer, depth);
    if (!speaks || known === undefined || !isObject(value)) return misfits;
    const strange = Object.keys(value).filter((name) => !known.has(name));
    return [
      ...misfits,
      ...strange.map((name) => ({ pointer: `${pointer}/${escapeToken(name)}`, message: "is not in the schema" })),
    ];
  }

  #judge(value: Json, schema: Json | undefined, pointer: string, depth: number): Verdict {
    if (schema === false) return { ...nothing, misfits: [{ pointer, message: "must not be there" }] };
    if (!isObject(schema) || depth > deepest) return nothing;
    if (Object.hasOwn(schema, "$ref")) {
      const { $ref, ...beside } = schema;
      return together([
        this.#judge(value, this.#resolve({ $ref: $ref ?? "" }), pointer, depth + 1),
        this.#judge(value, beside, pointer, depth + 1),
      ]);
    }
    const types = statedTypes(schema);
    if (types !== undefined && !hasOneOf(value, types)) {
      return { ...nothing, misfits: [{ pointer, message: `is ${typeName(value)} and not ${spellTypes(types)}` }] };
    }
    const values = Object.hasOwn(schema, "const") ? [schema["const"] ?? null] : listMember(schema, "enum");
    const own: Misfit[] = brokenLimits(value, schema).map((message) => ({ pointer, message }));
    if (values?.every((one) => !isSame(one, value)) === true) {
      own.push({ pointer, message: `is not ${values.map((one) => JSON.stringify(one)).join(" or ")}` });
    }
    const parts = [
      { ...nothing, misfits: own },
      ...(listMember(schema, "allOf") ?? []).map((part) => this.#judge(value, part, pointer, depth + 1)),
      ...["oneOf", "anyOf"].map((name) => this.#judgeForms(value, name, listMember(schema, name), pointer, depth)),
    ];
    if (isList(value)) parts.push({ ...nothing, misfits: this.#judgeItems(value, schema, pointer, depth) });
    if (isObject(value)) parts.push(this.#judgeMembers(value, schema, pointer, depth));
    return together(parts);
  }

  /** One of several forms must fit; of `oneOf`, no more than one. */
  #judgeForms(
    value: Json,
    keyword: string,
    forms: readonly Json[] | undefined,
    pointer: string,
    depth: number,
  ): Verdict {
    if (forms === undefined || forms.length === 0) return nothing;
    const verdicts = forms.map((form) => this.#judge(value, form, pointer, depth + 1));
    const fitting = verdicts.filter(({ misfits }) => misfits.length === 0);
    if (fitting.length === 0) {
      // The form that was meant is most likely the one with the fewest faults below the top.
      const [nearest = nothing] = verdicts.toSorted((one, other) => distance(one, pointer) - distance(other, pointer));
      return nearest;
    }
    if (keyword === "anyOf" || fitting.length === 1) return together(fitting);
    // Forms without required members fit almost anything, so the members that they speak of decide.
    const exact = fitting.filter(
      ({ known }) => isObject(value) && Object.keys(value).every((name) => known?.has(name)),
    );
    if (exact.length === 1) return together(exact);
    return { ...nothing, misfits: [{ pointer, message: "fits more than one of the forms that exclude each other" }] };
  }

  #judgeItems(value: readonly Json[], schema: JsonObject, pointer: string, depth: number): readonly Misfit[] {
    const first = listMember(schema, "prefixItems") ?? [];
    return value.flatMap((item, index) =>
      this.misfits(item, first[index] ?? member(schema, "items"), `${pointer}/${index}`, depth + 1),
    );
  }

  #judgeMembers(value: JsonObject, schema: JsonObject, pointer: string, depth: number): Verdict {
    const properties = objectMember(schema, "properties");
    const patterns = Object.entries(objectMember(schema, "patternProperties") ?? {});
    const others = member(schema, "additionalProperties");
    const rest = member(schema, "unevaluatedProperties");
    const known = new Set(Object.keys(properties ?? {}));
    const misfits: Misfit[] = [];
    for (const name of listMember(schema, "required") ?? []) {
      if (typeof name !== "string" || Object.hasOwn(value, name)) continue;
      if (!this.#isExempt(properties && member(properties, name)))
        misfits.push({ pointer, message: `lacks \`${name}\`` });
    }
    for (const [name, child] of Object.entries(value)) {
      const at = `${pointer}/${escapeToken(name)}`;
      const property = properties && member(properties, name);
      const matching = patterns.filter(([pattern]) => matches(pattern, name)).map(([, each]) => each);
      const schemas = property === undefined ? matching : [property, ...matching];
      if (schemas.length > 0) known.add(name);
      else if (others !== undefined && others !== false) schemas.push(others);
      for (const each of schemas) misfits.push(...this.misfits(child, each, at, depth + 1));
    }
    const isOpen = [others, rest].some((each) => each !== undefined && each !== false);
    const speaks = properties !== undefined || patterns.length > 0 || others === false || rest === false;
    return { misfits, known: isOpen ? undefined : known, speaks };
  }

  #isExempt(property: Json | undefined): boolean {
    const forms = [property, this.#resolve(property)].filter((form) => isObject(form));
    const is = (name: string): boolean => forms.some((form) => form[name] === true);
    return (this.#travels !== "received" && is("readOnly")) || (this.#travels !== "sent" && is("writeOnly"));
  }
}

const nothing: Verdict = { misfits: [], known: new Set(), speaks: false };

/** What several schemas of one place say together. */
function together(verdicts: readonly Verdict[]): Verdict {
  const isOpen = verdicts.some(({ known }) => known === undefined);
  return {
    misfits: verdicts.flatMap(({ misfits }) => misfits),
    known: isOpen ? undefined : new Set(verdicts.flatMap(({ known }) => [...(known ?? [])])),
    speaks: verdicts.some(({ speaks }) => speaks),
  };
}

function distance({ misfits }: Verdict, pointer: string): number {
  return misfits.reduce((sum, misfit) => sum + (misfit.pointer === pointer ? 1000 : 1), 0);
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    return false;
  }
}

function isSame(one: Json, other: Json): boolean {
  if (isList(one) && isList(other)) {
    return one.length === other.length && one.every((item, index) => isSame(item, other[index] ?? null));
  }
  if (!isObject(one) || !isObject(other)) return one === other;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isSame(one[name] ?? null, other[name] ?? null))
  );
}
