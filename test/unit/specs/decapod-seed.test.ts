import { describe, expect, test } from "vitest";
import { examplesIn } from "./examples.js";
import { objectOf, type Json } from "./json.js";
import { absent, readSeed } from "./shared-files.js";
import { openSpec } from "./spec.js";

const { document } = await openSpec("decapod");
const seed = readSeed("004_e740b59a27a4a231.txt");
const examples = examplesIn(document).map(({ value }) => value);

/** The JSON samples of the text. One of them lacks a comma. */
function samplesIn(text: string): readonly Json[] {
  const lines = text.replaceAll('"required_server_list": false\n', '"required_server_list": false,\n').split("\n");
  const samples: Json[] = [];
  for (let start = 0; start < lines.length; start += 1) {
    if (!/^[[{]$/.test(lines[start] ?? "")) continue;
    const end = lines.findIndex((line, index) => index > start && /^[\]}]$/.test(line));
    const sample: Json = JSON.parse(lines.slice(start, end + 1).join("\n"));
    samples.push(sample);
    start = end;
  }
  return samples;
}

/** Whether everything that a sample says stands in a value, lists in any order. */
function holds(value: Json, sample: Json): boolean {
  if (Array.isArray(sample))
    return Array.isArray(value) && sample.every((item) => value.some((found) => holds(found, item)));
  if (sample === null || typeof sample !== "object") return value === sample;
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  const members = objectOf(value);
  return Object.entries(sample).every(([name, item]) => holds(members[name] ?? null, item));
}

/** Every value within a value, itself included. */
function withParts(value: Json): readonly Json[] {
  return value === null || typeof value !== "object" ? [value] : [value, ...Object.values(value).flatMap(withParts)];
}

describe.skipIf(seed === undefined)(`the library's documentation${seed === undefined ? ` (${absent})` : ""}`, () => {
  const samples = samplesIn(seed ?? "");

  test("has ten samples", () => expect(samples).toHaveLength(10));

  test.each(samples.map((sample, index) => [index, sample] as const))(
    "sample %i is in the examples",
    (_index, sample) => {
      // The library's own rendering of an error calls the message a description.
      const { description, ...error } = Array.isArray(sample) ? {} : objectOf(sample);
      const wanted = error.code === undefined ? sample : { ...error, message: description ?? null };
      expect(examples.flatMap(withParts).some((value) => holds(value, wanted))).toBe(true);
    },
  );
});
