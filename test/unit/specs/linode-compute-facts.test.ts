import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { eachObject, listOf, maybeObject, resolve, stringOf, stringsOf, type JsonObject } from "./json.js";
import { absent, readSeed } from "./shared-files.js";
import { bodySchema, filesOf, openSpec, operationsOf, propertiesOf } from "./spec.js";

const { document } = await openSpec("linode");
const file = new URL("../../../../shared/facts/linode.md", import.meta.url);
const facts = existsSync(file) ? readFileSync(file, "utf8") : undefined;
/** The part about resources; before it rows of the same names tell of states alone. */
const resources = (facts ?? "").slice((facts ?? "").indexOf("\n## 7"));
const cells = new Map(
  [...(facts ?? "").matchAll(/^\| ([^|]+) \| (.*) \|$/gm)].map(([, id = "", cell = ""]) => [
    id,
    cell.replaceAll("\\|", "|"),
  ]),
);

/** A field as the facts write it: `label*^ str len 3..64`. */
interface Fact {
  readonly name: string;
  readonly marks: string;
  readonly rest: string;
}

/** The fields of a row, split at the dots that stand outside braces and brackets. */
function readFacts(cell: string): readonly Fact[] {
  const parts = [""];
  let depth = 0;
  for (const letter of cell) {
    depth += Number("{[".includes(letter)) - Number("}]".includes(letter));
    if (letter === "·" && depth === 0) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => {
    const [, name = "", marks = "", rest = ""] = /^(\w+)([*?°^]*) ?(.*)$/.exec(part.trim()) ?? [];
    return { name, marks, rest };
  });
}

/** A property with what it refers to, alone or beside null; what stands beside the reference counts more. */
function merged(schema: JsonObject, name: string): JsonObject {
  const owners = [schema, ...listOf(schema.allOf).map((part) => resolve(document, part))];
  const property =
    owners
      .map(({ properties }) => maybeObject(maybeObject(properties)[name]))
      .find((found) => Object.keys(found).length > 0) ?? {};
  const parts = listOf(property.oneOf)
    .map((part) => resolve(document, part))
    .filter(({ type }) => type !== "null");
  return Object.assign({}, ...parts, resolve(document, property), property);
}

const here = /^\/(linode|images|volumes)(\/|$)/;
const bodies = operationsOf(document).flatMap(({ method, path, operation }) => {
  const body = here.test(path) ? bodySchema(document, operation) : undefined;
  return body === undefined ? [] : [[`${method} ${path}`, body] as const];
});

/** Rows that stand for PUT as well, which then asks for nothing. */
const sameAs: Readonly<Record<string, string>> = {
  "PUT /linode/instances/{linodeId}/configs/{configId}": "POST /linode/instances/{linodeId}/configs",
  "PUT /linode/stackscripts/{stackscriptId}": "POST /linode/stackscripts",
};

/** Where the spec departs from the facts, and why. */
const departures: Readonly<Record<string, string>> = {
  "PUT /linode/instances/{linodeId}/configs/{configId} kernel.default": "what is left out of a change stays",
  "PUT /linode/instances/{linodeId}/configs/{configId} interfaces.minItems": "an empty list means the public internet",
};

describe.skipIf(facts === undefined)(`the facts of computing${facts === undefined ? ` (${absent})` : ""}`, () => {
  test("have a row for every body", () => {
    const without = bodies.map(([id]) => sameAs[id] ?? id).filter((id) => !cells.has(id));
    expect(bodies).toHaveLength(29);
    expect(without).toEqual([]);
  });

  test.each(bodies)("%s: fields and limits", (id, body) => {
    const fields = readFacts(cells.get(sameAs[id] ?? id) ?? "");
    expect([...propertiesOf(document, body).keys()].sort()).toEqual(fields.map(({ name }) => name).sort());
    const required = fields.filter(({ marks }) => marks.includes("*") && !(id in sameAs)).map(({ name }) => name);
    expect([...stringsOf(body.required)].sort()).toEqual(required.sort());
    for (const { name, marks, rest } of fields) {
      const property = merged(body, name);
      const types = [property.type].flat();
      const [, shortest, longest] = /\blen (\d*)\.\.(\d+)/.exec(rest) ?? [];
      const [, lowest, highest] = /\bint (\d*)\.\.(\d*)/.exec(rest) ?? [];
      const [, fewest, most] = /\bitems (\d+)\.\.(\d+)/.exec(rest) ?? [];
      const [, fallback] = /\bdef (\S+)/.exec(rest) ?? [];
      const [, values] = /^\(([^)]*)\)/.exec(rest) ?? [];
      const [word = ""] = rest.split(" ");
      const type =
        { int: "integer", bool: "boolean", obj: "object" }[word] ??
        (/^[[{]/.exec(word)?.[0] === "[" ? "array" : word.startsWith("{") ? "object" : "string");
      const told = {
        minLength: shortest,
        maxLength: type === "object" ? undefined : longest,
        minimum: lowest,
        maximum: highest,
        minItems: fewest,
        maxItems: most,
        default: fallback,
      };
      expect(types, `${id} ${name}`).toContain(type);
      if (marks.includes("?"))
        expect(types.includes("null") || property.oneOf !== undefined, `${id} ${name}`).toBe(true);
      if (values !== undefined) expect(listOf(property.enum), `${id} ${name}`).toEqual(values.split("|"));
      for (const [key, value] of Object.entries(told)) {
        const where = `${id} ${name}.${key}`;
        if (value === undefined || value === "" || where in departures) continue;
        expect(String(property[key]), where).toBe(value);
      }
    }
  });

  const rows = [
    ["Instance", "Instance"],
    ["Config", "InstanceConfig"],
    ["Disk", "Disk"],
    ["Type", "InstanceType"],
    ["Kernel", "Kernel"],
    ["StackScript", "StackScript"],
    ["Image", "Image"],
    ["Region", "Region"],
    ["Volume", "Volume"],
  ] as const;

  test.each(rows)("%s: what can be filtered, what is null, and what the server sets", (row, name) => {
    // Two tables have a row of the name "Config": the first one is that of Linodes.
    const [, cell = ""] = new RegExp(`^\\| ${row} \\| (.*) \\|$`, "m").exec(resources) ?? [];
    const fields = readFacts(cell.replaceAll("\\|", "|"));
    expect(fields.length).toBeGreaterThan(4);
    const schema = resolve(document, { $ref: `#/components/schemas/${name}` });
    const filterable = [...propertiesOf(document, schema).keys()].filter(
      (key) => merged(schema, key)["x-filterable"] === true,
    );
    expect(filterable.sort()).toEqual(
      fields
        .filter(({ marks }) => marks.includes("^"))
        .map(({ name: field }) => field)
        .sort(),
    );
    for (const { name: field, marks } of fields) {
      const property = merged(schema, field);
      expect(Object.keys(property), field).toContain("description");
      if (marks.includes("°")) expect(property.readOnly, field).toBe(true);
      if (marks.includes("?"))
        expect([property.type].flat().includes("null") || property.oneOf !== undefined, field).toBe(true);
    }
  });

  test("are read as they are meant", () => {
    expect(readFacts("label*^ str len 3..64 · tags [a · b] · n? int")).toEqual([
      { name: "label", marks: "*^", rest: "str len 3..64" },
      { name: "tags", marks: "", rest: "[a · b]" },
      { name: "n", marks: "?", rest: "int" },
    ]);
  });
});

const seed = readSeed("000_19cc9f1fb91279ea.txt");

test.skipIf(seed === undefined)(`no words were copied${seed === undefined ? ` (${absent})` : ""}`, () => {
  const runs = new Set(runsOf(`${seed ?? ""}\n${facts ?? ""}`));
  expect(runs.size).toBeGreaterThan(2000);
  const copied: string[] = [];
  let compared = 0;
  eachObject(document, (object, pointer) => {
    const own = [object.summary, object.description, ...listOf(object["x-enum-descriptions"])].map(stringOf);
    for (const run of own.flatMap(runsOf)) {
      compared += 1;
      if (runs.has(run)) copied.push(`${pointer}: ${run}`);
    }
  });
  expect(compared).toBeGreaterThan(3000);
  expect(copied).toEqual([]);
});

test("every file stays short", () => {
  for (const [name, text] of filesOf("linode")) expect(text.split("\n").length, name).toBeLessThanOrEqual(600);
});

/** Every eight words in a row, in lower case and without punctuation. */
function runsOf(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[a-z0-9_]+/g) ?? [];
  return words.slice(7).map((_word, index) => words.slice(index, index + 8).join(" "));
}
