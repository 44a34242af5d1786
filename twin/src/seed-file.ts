import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { isObject, type Json } from "./spec/json.js";

/** Reads things by path from a YAML or JSON file. */
export function readSeed(file: string): Readonly<Record<string, Json>> {
  const value = load(readFileSync(file, "utf8")) as unknown;
  if (!isObject(value) || !Object.keys(value).every((path) => path.startsWith("/")))
    throw new Error(`${file} is no seed: it must map paths, such as /servers, to things or lists of things.`);
  return value;
}
