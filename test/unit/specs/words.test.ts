import { beforeAll, describe, expect, test } from "vitest";
import { eachObject, listOf, type Json } from "./json.js";
import { absent, readSeed } from "./shared-files.js";
import { openSpec } from "./spec.js";

/* Facts are taken from documentation, sentences are not. */

const names = [
  "000_19cc9f1fb91279ea.txt",
  "001_0dc23128fdc04984.txt",
  "002_1019451efb453f42.txt",
  "003_efe277661858405a.txt",
  "004_e740b59a27a4a231.txt",
];
const seeds = names.map(readSeed).filter((text) => text !== undefined);

/** As many words in a row as nobody writes twice by chance. */
const length = 8;

/** Every so many words in a row, in lower case and without punctuation. */
function runsOf(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[a-z0-9_]+/g) ?? [];
  return words.slice(length - 1).map((_word, index) => words.slice(index, index + length).join(" "));
}

/** The texts of a spec: everything that people read. */
function textsIn(document: Json): readonly (readonly [pointer: string, text: string])[] {
  const texts: (readonly [string, string])[] = [];
  eachObject(document, (object, pointer) => {
    // Examples have the values of the documentation.
    if (/\/examples?\/[^/]+\/value(\/|$)/.test(pointer)) return;
    const own = [object.summary, object.description, ...listOf(object["x-enum-descriptions"])];
    for (const text of own) if (typeof text === "string") texts.push([pointer, text]);
  });
  return texts;
}

describe.skipIf(seeds.length < names.length)(`the words of the documentation${seeds.length === 0 ? ` (${absent})` : ""}`, () => {
  const runs = new Set<string>();
  beforeAll(() => {
    for (const run of seeds.flatMap(runsOf)) runs.add(run);
  });

  test("were read", () => expect(runs.size).toBeGreaterThan(20_000));

  test.each(["linode", "cloudapi", "ionosenterprise", "decapod"])("are not those of the spec of %s", async (name) => {
    const { document } = await openSpec(name);
    let compared = 0;
    const copied = textsIn(document).filter(([, text]) => {
      const own = runsOf(text);
      compared += own.length;
      return own.some((run) => runs.has(run));
    });
    expect(compared).toBeGreaterThan(1000);
    expect(copied).toEqual([]);
  });
}); // prettier-ignore
