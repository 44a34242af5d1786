import { readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";
import { assetPath } from "../assets.js";
import { Code, type Import } from "./code.js";

/** What a template is filled with. There are no strings: text has to come through the door first. */
export type View = { readonly [name: string]: ViewValue };
type ViewValue = Code | boolean | number | undefined | View | readonly ViewValue[];

/** Handlebars of our own, without its helpers for text and with every lookup checked. */
const handlebars = Handlebars.create();
const compiled = new Map<string, ReturnType<typeof handlebars.compile>>();

/** Fills in a template. What its code needs from other modules comes with it. */
export function render(name: string, view: View): Code {
  const imports: Import[] = [];
  const text = template(name)(prepared(view, imports));
  return new Code(text, imports);
}

function template(name: string): ReturnType<typeof handlebars.compile> {
  let found = compiled.get(name);
  if (found === undefined) {
    const text = readFileSync(join(assetPath("templates"), name), "utf8");
    found = handlebars.compile(text, { strict: true, knownHelpersOnly: true, preventIndent: true });
    compiled.set(name, found);
  }
  return found;
}

/** Code as Handlebars takes it without escaping. Anything else that could be text is refused, whoever passed it. */
function prepared(value: ViewValue, imports: Import[]): unknown {
  if (value instanceof Code) {
    imports.push(...value.imports);
    return new handlebars.SafeString(value.text);
  }
  if (value === undefined) return false;
  if (Array.isArray(value)) return value.map((item: ViewValue) => prepared(item, imports));
  if (typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, prepared(item, imports)]));
  if (typeof value === "boolean" || typeof value === "number") return value;
  throw new TypeError("A template takes code, not text.");
}
