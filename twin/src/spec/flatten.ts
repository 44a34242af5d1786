import { isAbsolute, dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isObject, steps, type Json, type JsonObject } from "./json.js";

/** Below these names lies data of the API, in which `$ref` is a member like any other. */
const data = new Set(["example", "examples", "default", "enum", "const", "value"]);
/** Maps from names of one's own to schemas. */
const maps = new Set(["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"]);

interface Place {
  readonly file: string;
  readonly value: Json;
  readonly pointer: string;
}

/**
 * Makes one document of many files. Schemas that are referred to move to `components/schemas`, under the last word of the
 * reference; everything else is put where it is referred to. So recursive schemas need no care later on.
 */
export function flatten(root: string, files: Readonly<Record<string, unknown>>): JsonObject {
  return new Flattening(root, files).document();
}

class Flattening {
  readonly #root: string;
  readonly #files = new Map<string, Json>();
  /** The name of each schema by where it came from. */
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #schemas: JsonObject = {};
  /** References in the making, to notice one that leads to itself. */
  readonly #open = new Set<string>();

  constructor(root: string, files: Readonly<Record<string, unknown>>) {
    this.#root = resolve(root);
    for (const [path, value] of Object.entries(files)) this.#files.set(fileName(path), value as Json);
  }

  document(): JsonObject {
    const whole = this.#files.get(this.#root);
    if (!isObject(whole)) return {};
    const components = isObject(whole["components"]) ? whole["components"] : {};
    // Schemas of the root keep their names, whoever else would like to have them.
    const own = [
      [isObject(components["schemas"]) ? components["schemas"] : {}, "/components/schemas/"],
      [whole["swagger"] !== undefined && isObject(whole["definitions"]) ? whole["definitions"] : {}, "/definitions/"],
    ] as const;
    for (const [schemas, prefix] of own)
      for (const name of Object.keys(schemas)) this.#name(`${this.#root}#${prefix}${escaped(name)}`, name);
    for (const [schemas] of own)
      for (const [name, schema] of Object.entries(schemas)) this.#schemas[name] = this.#copy(schema, this.#root, true);

    const result: JsonObject = {};
    for (const [name, value] of Object.entries(whole)) {
      if (name === "components" || name === "definitions" || name === "webhooks") continue;
      result[name] = name.startsWith("x-") ? value : this.#copy(value, this.#root, false);
    }
    result["components"] = {
      ...Object.fromEntries(
        ["securitySchemes"].flatMap((name) => {
          const part = components[name];
          return part === undefined ? [] : [[name, this.#copy(part, this.#root, false)]];
        }),
      ),
      schemas: this.#schemas,
    };
    return result;
  }

  #copy(value: Json, file: string, inSchema: boolean, names = false): Json {
    if (Array.isArray(value)) return value.map((item) => this.#copy(item, file, inSchema));
    if (!isObject(value)) return value;
    const ref = value["$ref"];
    if (typeof ref === "string" && !names) return this.#refer(value, ref, file, inSchema);
    const result: JsonObject = {};
    for (const [name, member] of Object.entries(value)) {
      const kept = !names && (name.startsWith("x-") || (inSchema && data.has(name)) || name === "example");
      result[name] = kept
        ? member
        : this.#copy(member, file, inSchema || (!names && name === "schema"), inSchema && !names && maps.has(name));
    }
    return result;
  }

  #refer(value: JsonObject, ref: string, file: string, inSchema: boolean): Json {
    const target = this.#find(ref, file);
    if (target === undefined) return inSchema ? {} : null;
    const { $ref: _, ...beside } = value;
    if (!inSchema) {
      const key = `${target.file}#${target.pointer}`;
      if (this.#open.has(key)) return null;
      this.#open.add(key);
      const copy = this.#copy(target.value, target.file, false);
      this.#open.delete(key);
      return isObject(copy) ? { ...copy, ...(this.#copy(beside, file, false) as JsonObject) } : copy;
    }
    const name = this.#hoist(target);
    return { $ref: `#/components/schemas/${escaped(name)}`, ...(this.#copy(beside, file, true) as JsonObject) };
  }

  #hoist(target: Place): string {
    const key = `${target.file}#${target.pointer}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const last = steps(target.pointer).at(-1) ?? fileStem(target.file);
    let name = /^\d+$/.test(last) ? `Schema${last}` : last;
    for (let count = 2; this.#taken.has(name); count++) name = `${last}_${count}`;
    this.#name(key, name);
    // The name is taken before the schema is made, for the schema may refer to itself.
    this.#schemas[name] = true;
    this.#schemas[name] = this.#copy(target.value, target.file, true);
    return name;
  }

  #name(key: string, name: string): void {
    this.#names.set(key, name);
    this.#taken.add(name);
  }

  #find(ref: string, from: string): Place | undefined {
    const [path = "", fragment = ""] = ref.split("#");
    let file =
      path === ""
        ? from
        : fileName(isAbsolute(path) || /^\w+:/.test(path) ? path : resolve(dirname(from), decode(path)));
    let value = this.#files.get(file);
    const walked: string[] = [];
    for (const step of steps(decode(fragment))) {
      // A reference may lead through another one.
      if (isObject(value) && typeof value["$ref"] === "string") {
        const through: Place | undefined = this.#find(value["$ref"], file);
        if (through === undefined) return undefined;
        file = through.file;
        value = through.value;
        walked.splice(0, walked.length, ...steps(through.pointer));
      }
      if (Array.isArray(value)) value = value[Number(step)];
      else if (isObject(value)) value = value[step];
      else return undefined;
      walked.push(step);
    }
    return value === undefined
      ? undefined
      : { file, value, pointer: walked.map((step) => `/${escaped(step)}`).join("") };
  }
}

function fileName(path: string): string {
  return path.startsWith("file:") ? fileURLToPath(path) : resolve(decode(path));
}

function fileStem(path: string): string {
  return (path.split(/[/\\]/).at(-1) ?? "Schema").replace(/\.\w+$/, "");
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function escaped(step: string): string {
  return step.replace(/~/g, "~0").replace(/\//g, "~1");
}
