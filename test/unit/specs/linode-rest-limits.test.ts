import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { listOf, maybeObject, objectOf, resolve, stringOf, stringsOf, type JsonObject } from "./json.js";
import { absent } from "./shared-files.js";
import { bodySchema, openSpec, operationsOf, propertiesOf } from "./spec.js";

const { document } = await openSpec("linode");
const here = /^\/(account|domains|longview|networking|nodebalancers|support)(\/|$)/;
const bodies = new Map<string, JsonObject>(
  operationsOf(document).flatMap(({ method, path, operation }) => {
    const json = maybeObject(maybeObject(operation.requestBody).content)["application/json"] !== undefined;
    const body = here.test(path) && json ? bodySchema(document, operation) : undefined;
    return body === undefined ? [] : [[`${method} ${path}`, body] as const];
  }),
);

/** The facts about request bodies: a row for each, with `name type limits` between dots. */
const file = new URL("../../../../shared/facts/linode.md", import.meta.url);
const facts = existsSync(file) ? readFileSync(file, "utf8") : undefined;
const rows = [...(facts ?? "").matchAll(/^\| ((?:POST|PUT) \S+) \| (.*) \|$/gm)].flatMap(([, id = "", cell = ""]) => {
  const body = bodies.get(id);
  return body === undefined ? [] : [[id, cell.replaceAll("\\|", "|"), body] as const];
});

/** The parts of a row, split at the dots that stand outside braces and brackets. */
function partsOf(cell: string): readonly string[] {
  const parts = [""];
  let depth = 0;
  for (const letter of cell) {
    if ("{[".includes(letter)) depth += 1;
    if ("}]".includes(letter)) depth -= 1;
    if (letter === "·" && depth === 0) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim());
}

/** What the facts say of a field, in the words of JSON Schema. */
function readFact(part: string): { readonly name: string; readonly required: boolean; readonly says: JsonObject } {
  const [, name = "", marks = "", rest = ""] = /^(\w+)([*?°^]*) ?(.*)$/.exec(part) ?? [];
  // What stands in braces or brackets is about the members of something else.
  if (/^[[{]/.test(rest)) return { name, required: marks.includes("*"), says: {} };
  const [word = ""] = rest.split(" ");
  const type = { int: "integer", bool: "boolean", num: "number" }[word] ?? "string";
  const number = (text: string | undefined): number | undefined =>
    text === "" || text === undefined ? undefined : Number(text);
  const [, least, most] = / len (\d*)\.\.(\d+)/.exec(` ${rest}`) ?? [];
  const [, lowest, highest] = / int (\d*)\.\.(\d+)/.exec(` ${rest}`) ?? [];
  const [, pattern] = / re ([^=\s]\S*)$/.exec(rest) ?? [];
  const [, values] = /^\(([^)]*)\)/.exec(rest) ?? [];
  const [, fallback] = / def (\S+?)$/.exec(rest) ?? [];
  const says = {
    type,
    minLength: number(least),
    maxLength: number(most),
    minimum: number(lowest),
    maximum: number(highest),
    pattern,
    enum: values?.split("|"),
    default:
      fallback === undefined || type === "string" ? fallback : (JSON.parse(fallback) as string | number | boolean),
  };
  return {
    name,
    required: marks.includes("*"),
    says: Object.fromEntries(
      Object.entries(says).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    ),
  };
}

/** Where the spec departs from the facts, and why. */
const departures: Readonly<Record<string, string>> = {
  "POST /domains/{domainId}/records name.minLength": "a null MX record has an empty name",
  "PUT /domains/{domainId}/records/{recordId} name.minLength": "a null MX record has an empty name",
};

/** A property with what it refers to, alone or beside null; what stands beside the reference counts more. */
function merged(schema: JsonObject, name: string): JsonObject {
  const owners = [schema, ...listOf(schema.allOf).map((part) => resolve(document, part))];
  const [property = {}] = owners.flatMap(({ properties }) => {
    const found = maybeObject(properties)[name];
    return found === undefined ? [] : [objectOf(found)];
  });
  const parts = listOf(property.oneOf).map((part) => resolve(document, part));
  return Object.assign({}, ...parts.filter(({ type }) => type !== "null"), resolve(document, property), property);
}

describe.skipIf(facts === undefined)(`limits of request bodies${facts === undefined ? ` (${absent})` : ""}`, () => {
  test("are told for most bodies", () => expect(rows.length).toBeGreaterThan(20));

  test.each(rows)("%s", (id, cell, body) => {
    const properties = propertiesOf(document, body);
    const required = [body, ...listOf(body.allOf).map((part) => resolve(document, part))].flatMap((part) =>
      listOf(part.required),
    );
    for (const { name, required: needed, says } of partsOf(cell).map(readFact)) {
      const property = merged(body, name);
      expect(properties.has(name), `${id} ${name}`).toBe(true);
      expect(required.includes(name), `${id} ${name} is required`).toBe(needed);
      for (const [key, value] of Object.entries(says)) {
        const where = `${id} ${name}.${key}`;
        if (where in departures) expect(property, where).not.toHaveProperty(key);
        else if (key === "enum")
          expect(stringsOf(value).filter((one) => !stringsOf(property.enum).includes(one))).toEqual([]);
        else if (key === "type") expect([property.type].flat(), where).toContain(value);
        else expect(property[key], where).toEqual(value);
      }
    }
  });

  test("are read from the facts as they are meant", () => {
    expect(readFact("port int 1..65535, def 80".replace(",", ""))).toEqual({
      name: "port",
      required: false,
      says: { type: "integer", minimum: 1, maximum: 65535, default: 80 },
    });
    expect(readFact("label*^ str len 3..32, re [a-z]{3,32}")).toEqual({
      name: "label",
      required: true,
      says: { type: "string", minLength: 3, maxLength: 32, pattern: "[a-z]{3,32}" },
    });
    expect(readFact("tag?^ (issue|iodef)").says).toEqual({ type: "string", enum: ["issue", "iodef"] });
    expect(stringOf(partsOf("a [x · y] · b")[1])).toBe("b");
  });
});
