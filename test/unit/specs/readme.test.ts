import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { definitions, extensionNames, faultOf } from "./extensions.js";
import { eachObject, objectOf, stringsOf, type Json, type JsonObject } from "./json.js";

const readme = readFileSync(new URL("../../../specs/README.md", import.meta.url), "utf8");

/** The sections of the reference, by the extension they explain. */
const sections = new Map(
  readme
    .split(/^#### /m)
    .slice(1)
    .map((text) => {
      const [, name = ""] = /^`([^`]+)`$/m.exec(text) ?? [];
      return [name, text.split(/^#{1,3} /m)[0] ?? ""] as const;
    }),
);

/** The YAML examples of a text. */
function examplesOf(text: string): readonly Json[] {
  return [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, yaml = ""]) => objectOf(load(yaml)));
}

/** Every extension in a tree: its name and its value. */
function extensionsIn(tree: Json): readonly (readonly [string, Json])[] {
  const found: (readonly [string, Json])[] = [];
  eachObject(tree, (object) => {
    found.push(...Object.entries(object).filter(([key]) => key.startsWith("x-")));
  });
  return found;
}

/** The names of all members that an extension's value may have, at any depth. */
function membersOf(schema: JsonObject, seen: Set<string>): readonly string[] {
  const names: string[] = [];
  eachObject(schema, (object) => {
    names.push(...Object.keys(objectOf(object.properties ?? {})));
    const target = typeof object.$ref === "string" ? (object.$ref.split("/").pop() ?? "") : "";
    if (target === "" || seen.has(target)) return;
    seen.add(target);
    names.push(...membersOf(objectOf(definitions[target]), seen));
  });
  return names;
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/[A-Za-z]+/g)].map(([word]) => word));
}

describe("specs/README.md", () => {
  test("explains every extension, each once", () => {
    expect([...sections.keys()].sort()).toEqual([...extensionNames].sort());
  });

  test.each(extensionNames)("%s: the example is valid, and it is the extension that it shows", (name) => {
    const examples = examplesOf(sections.get(name) ?? "");
    expect(examples).toHaveLength(1);
    const found = examples.flatMap(extensionsIn);
    expect(found.map(([key]) => key)).toContain(name);
    for (const [key, value] of found) expect(faultOf(key, value), key).toBe("");
  });

  test.each(extensionNames)("%s: says where it may stand, as the schema does", (name) => {
    const [, places = ""] = /^Stands on: (.*)\.$/m.exec(sections.get(name) ?? "") ?? [];
    expect(places.split(", ")).toEqual(stringsOf(objectOf(definitions[name])["x-on"]));
  });

  test.each(extensionNames)("%s: mentions every member", (name) => {
    const words = wordsOf(sections.get(name) ?? "");
    const shared = new Set(["place", "source"]);
    for (const member of membersOf(objectOf(definitions[name]), shared)) expect(words, member).toContain(member);
  });

  test.each(["place", "source"])("explains a %s once for all", (name) => {
    const [, preface = ""] = /^## The x- extensions\n(.*?)^###/ms.exec(readme) ?? [];
    const words = wordsOf(preface);
    expect(words).toContain(name);
    for (const member of membersOf(objectOf(definitions[name]), new Set())) expect(words, member).toContain(member);
  });

  test("its other examples are valid as well", () => {
    const [guide = ""] = readme.split("## The x- extensions");
    const found = examplesOf(guide).flatMap(extensionsIn);
    expect(found.length).toBeGreaterThan(0);
    for (const [key, value] of found) expect(faultOf(key, value), key).toBe("");
  });

  test("names the commands", () => {
    for (const command of ["validate", "generate linode", "watch linode"])
      expect(readme).toContain(`npx clientwright ${command}`);
  });
});
