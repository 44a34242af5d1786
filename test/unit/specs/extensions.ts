import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { objectOf, type Json, type JsonObject } from "./json.js";

const file = new URL("../../../specs/extensions.schema.json", import.meta.url);

/** The schema of the x- vocabulary. */
export const vocabulary: JsonObject = objectOf(JSON.parse(readFileSync(file, "utf8")), "extensions.schema.json");

/** The shared parts and the extensions, by name. */
export const definitions: JsonObject = objectOf(vocabulary.$defs);

/** The names of the extensions, in the order of the schema. */
export const extensionNames: readonly string[] = Object.keys(definitions).filter((name) => name.startsWith("x-"));

const ajv = new Ajv2020({
  strict: true,
  allowUnionTypes: true,
  allErrors: true,
  formats: { uri: (text: string) => URL.canParse(text) },
});
ajv.addVocabulary(["x-on"]);
ajv.addSchema(vocabulary);

/** The check of one extension's value. */
export function checkOf(name: string): ValidateFunction {
  const check = ajv.getSchema(`urn:clientwright:extensions#/$defs/${name}`);
  if (check === undefined) throw new Error(`no schema for ${name}`);
  return check;
}

/** What is wrong with the value of an extension, as text; "" when nothing is. */
export function faultOf(name: string, value: Json | undefined): string {
  const check = checkOf(name);
  return check(value) === true ? "" : ajv.errorsText(check.errors);
}
