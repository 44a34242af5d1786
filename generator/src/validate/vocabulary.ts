import { readFileSync } from "node:fs";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { assetPath } from "../assets.js";
import { isObject, listMember, objectMember, textMember } from "../load/json.js";
import { escapeToken } from "../load/pointer.js";
import type { Json, JsonObject } from "../load/document.js";

/** One extension of ours. */
export interface Extension {
  readonly description: string;
  /** One value that is right, as JSON text; "" when the vocabulary gives none. */
  readonly example: string;
  /** The kinds of object that it may stand on. */
  readonly on: readonly string[];
  /** What is wrong with a value: pointer within the value, and words that follow it. */
  faults(value: Json): readonly { readonly pointer: string; readonly message: string }[];
}

/** The x- vocabulary, read from its JSON Schema. */
export class Vocabulary {
  readonly #schema: JsonObject;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  readonly #extensions = new Map<string, Extension>();

  constructor(schema: JsonObject) {
    this.#schema = schema;
    this.#ajv.addSchema(schema, "vocabulary");
  }

  /** The names of all extensions. */
  get names(): readonly string[] {
    return Object.keys(this.#definitions).filter((name) => name.startsWith("x-"));
  }

  /** The extension of a name, if it is one of ours. Compiled when it is first asked for. */
  get(name: string): Extension | undefined {
    const known = this.#extensions.get(name);
    if (known !== undefined) return known;
    const definition = name.startsWith("x-") ? objectMember(this.#definitions, name) : undefined;
    if (definition === undefined) return undefined;
    const check = this.#ajv.getSchema(`vocabulary#/$defs/${escapeToken(name)}`);
    const example = listMember(definition, "examples")?.[0];
    const extension: Extension = {
      description: textMember(definition, "description") ?? "",
      example: example === undefined ? "" : JSON.stringify(example),
      on: (listMember(definition, "x-on") ?? []).filter((kind) => typeof kind === "string"),
      faults: (value) => (check === undefined ? [] : faults(check, value)),
    };
    this.#extensions.set(name, extension);
    return extension;
  }

  get #definitions(): JsonObject {
    return objectMember(this.#schema, "$defs") ?? {};
  }
}

let ours: Vocabulary | undefined;

/** The vocabulary that the generator carries. */
export function ourVocabulary(): Vocabulary {
  if (ours !== undefined) return ours;
  const schema: Json = JSON.parse(readFileSync(assetPath("extensions.schema.json"), "utf8"));
  ours = new Vocabulary(isObject(schema) ? schema : {});
  return ours;
}

/** Keywords whose errors only say that one of the branches below them failed. */
const branching = new Set(["if", "oneOf", "anyOf", "allOf", "not"]);

function faults(check: ValidateFunction, value: Json): readonly { pointer: string; message: string }[] {
  if (check(value) === true) return [];
  const errors = check.errors ?? [];
  const plain = errors.filter((error) => !branching.has(error.keyword));
  const byPlace = new Map<string, ErrorObject>();
  for (const error of plain.length > 0 ? plain : errors) {
    if (!byPlace.has(error.instancePath)) byPlace.set(error.instancePath, error);
  }
  return [...byPlace.values()].map((error) => ({ pointer: error.instancePath, message: spell(error) }));
}

function spell({ keyword, params, message = "is not right" }: ErrorObject): string {
  const values: unknown = params["allowedValues"];
  if (keyword === "enum" && Array.isArray(values))
    return `must be one of ${values.map((one) => JSON.stringify(one)).join(", ")}`;
  if (keyword === "additionalProperties") return `must not have the member \`${String(params["additionalProperty"])}\``;
  if (keyword === "required") return `must have the member \`${String(params["missingProperty"])}\``;
  if (keyword === "type") return `must be of the type ${String(params["type"])}`;
  return message;
}
