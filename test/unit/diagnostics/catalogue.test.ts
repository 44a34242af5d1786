import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { catalogue } from "../../../generator/src/diagnostics/catalogue.js";

const sources = fileURLToPath(new URL("../../../generator/src", import.meta.url));

/** Every file of the generator's sources but the catalogue itself. */
const files = readdirSync(sources, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !name.includes("catalogue"))
  .map((name) => readFileSync(join(sources, name), "utf8"));

/** Places where sources name the code of a diagnostic: as a member, or as the argument of a function that makes one. */
const naming =
  /(?:\bcode:\s*|\bcode:\s*"[^"]*"\s*\|\s*|\b(?:configError|fileError|commandError|endless|notOpenApi)\(\s*|#report\(\s*|diagnostic\(\s*)"([a-z][a-z0-9]*(?:-[a-z0-9]+)*)"/g;

const used = new Set(files.flatMap((text) => [...text.matchAll(naming)].map((match) => match[1] ?? "")));

test("every code that the sources report is in the catalogue", () => {
  expect(used.size).toBeGreaterThan(40);
  expect([...used].filter((code) => !Object.hasOwn(catalogue, code)).sort()).toEqual([]);
});

test("the catalogue has no code that the sources do not report", () => {
  expect(Object.keys(catalogue).filter((code) => !used.has(code))).toEqual([]);
});

test.each(Object.entries(catalogue))("%s is explained", (code, { title, severity, explanation, example }) => {
  expect(code).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
  expect(title).toMatch(/^[A-Z`].*[^.]$/);
  expect(["error", "warning"]).toContain(severity);
  expect(explanation).toMatch(/^[A-Z`].+\.$/s);
  expect(typeof example).toBe("string");
});
