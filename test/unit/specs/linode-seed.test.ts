import { describe, expect, test } from "vitest";
import { listOf, maybeObject, resolve, stringOf, type Json, type JsonObject } from "./json.js";
import { readSections, slug, type SeedField } from "./seed-sections.js";
import { absent, readSeed } from "./shared-files.js";
import { bodySchema, openSpec, operationsOf, propertiesOf, replySchema, scopesOf } from "./spec.js";

const { document } = await openSpec("linode");
const seed = readSeed("001_0dc23128fdc04984.txt");

/** The operations that the seed describes, by the anchor of their section; the proxy user token is only named there. */
const documented = new Map(
  operationsOf(document).flatMap(({ operation }) => {
    const [page, anchor = ""] = stringOf(operation["x-docs"]).split("#");
    return page === "https://www.linode.com/docs/api/profile/" ? [[anchor, operation] as const] : [];
  }),
);
const sections = readSections(seed ?? "", new Set(documented.keys()));
const cases = [...sections].map(([anchor, section]) => [section.title, section, documented.get(anchor) ?? {}] as const);

/** The example of a media type: the only one it has. */
function exampleOf(content: Json | undefined): Json | undefined {
  const media = maybeObject(maybeObject(content)["application/json"]);
  if (media.example !== undefined) return media.example;
  const [example] = Object.values(maybeObject(media.examples));
  return example === undefined ? undefined : resolve(document, example).value;
}

function expectField(schema: JsonObject, field: SeedField): void {
  const property = propertiesOf(document, schema).get(field.name) ?? {};
  const types = [property.type].flat();
  expect(types, field.name).toContain(field.type);
  if (field.nullable) expect(types, field.name).toContain("null");
  if (field.format !== undefined) expect(property.format, field.name).toBe(field.format);
  if (field.maxLength !== undefined) expect(property.maxLength, field.name).toBe(field.maxLength);
  if (field.minLength !== undefined) expect(property.minLength, field.name).toBe(field.minLength);
  if (field.required) expect(listOf(schema.required)).toContain(field.name);
}

describe.skipIf(seed === undefined)(`the Profile reference${seed === undefined ? ` (${absent})` : ""}`, () => {
  test("has a section for every operation but one", () => {
    expect(documented.size).toBe(31);
    expect([...sections.keys()].sort()).toEqual([...documented.keys()].sort());
  });

  test.each(cases)("%s: the scope", (_title, section, operation) => {
    expect(scopesOf(operation, "oauth")).toEqual(section.scope === "" ? [] : [section.scope]);
  });

  test.each(cases)("%s: the samples are the examples", (_title, section, operation) => {
    const body = operation.requestBody === undefined ? {} : resolve(document, operation.requestBody);
    expect(exampleOf(body.content)).toEqual(section.request);
    const reply = resolve(document, maybeObject(operation.responses)["200"]);
    expect(section.reply).toBeDefined();
    expect(exampleOf(reply.content)).toEqual(section.reply);
  });

  test.each(cases)(
    "%s: fields of body and reply, with types, formats, limits and nulls",
    (_title, section, operation) => {
      const body = bodySchema(document, operation) ?? {};
      const reply = replySchema(document, operation, "200") ?? {};
      for (const field of section.requestFields) expectField(body, field);
      for (const field of section.replyFields) expectField(reply, field);
    },
  );

  test("the field tables were read", () => {
    const fields = cases.flatMap(([, section]) => [...section.requestFields, ...section.replyFields]);
    expect(fields.length).toBeGreaterThan(100);
    expect(fields.filter(({ maxLength }) => maxLength !== undefined).length).toBeGreaterThan(8);
    expect(fields.filter(({ nullable }) => nullable)).toHaveLength(6);
    expect(fields.filter(({ required }) => required)).toHaveLength(3);
    expect(fields.filter(({ format }) => format === "date-time").length).toBeGreaterThan(10);
  });
});

test("an anchor is made as the documentation makes it", () => {
  expect(slug("Two Factor Authentication Confirm/Enable")).toBe("two-factor-authentication-confirmenable");
});
