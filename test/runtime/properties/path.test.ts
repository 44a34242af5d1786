import "./fixed-seed.js";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError, label, matrix, path } from "@clientwright/runtime";
import { base, sent, text } from "./sent.js";

/** The segments of the URL that a path ends up in, as a URL parser sees them, decoded once. */
async function segments(written: string): Promise<string[]> {
  const { pathname, search, hash, origin } = new URL((await sent({ path: written })).url);
  expect([search, hash, origin]).toEqual(["", "", new URL(base).origin]);
  return pathname.split("/").slice(2).map(decodeURIComponent);
}

function refusedOr(make: () => string): string | undefined {
  try {
    return make();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return undefined;
  }
}

describe("a path", () => {
  it("gives a server the value it was given, in the place meant for it", async () => {
    await fc.assert(
      fc.asyncProperty(text, text, async (one, two) => {
        const written = refusedOr(() => path`/things/${one}/parts/${two}`);
        if (written === undefined) return;
        expect(await segments(written)).toEqual(["things", one.toWellFormed(), "parts", two.toWellFormed()]);
      }),
      { numRuns: 2_000 },
    );
  });

  it("keeps its segments when a value is only part of one", async () => {
    await fc.assert(
      fc.asyncProperty(text, text, async (one, two) => {
        const written = refusedOr(() => path`/things/${one}${two}.json/x:${one}`);
        if (written === undefined) return;
        const [a, b] = [one.toWellFormed(), two.toWellFormed()];
        expect(await segments(written)).toEqual(["things", `${a}${b}.json`, `x:${a}`]);
      }),
      { numRuns: 1_000 },
    );
  });

  it("takes any text that has neither dots nor percent signs and is not empty", () => {
    fc.assert(
      fc.property(
        text.map((value) => value.replace(/[.%]/g, "")).filter((value) => value !== ""),
        (value) => {
          expect(path`/things/${value}`).toMatch(/^\/things\/[^/?#\s]+$/);
        },
      ),
    );
  });

  it.each(["a.b", "...", ".hidden", "a..", "..a", "v1.2", "100%", "%41", "a.;b", "a/b.c", "a\\b"])(
    "takes %j",
    (value) => {
      expect(decodeURIComponent(path`/things/${value}`)).toBe(`/things/${value}`);
    },
  );

  it("refuses what is missing or empty, and says where", () => {
    for (const value of ["", null, undefined, [], {}, [undefined]]) {
      expect(() => path`/things/${value}/parts`).toThrow(InputError);
      expect(() => path`/things/${value}/parts`).toThrow("/things/{}/parts");
      expect(() => path`/things/a${value}`).toThrow(InputError);
    }
    for (const explode of [false, true]) {
      expect(() => path`/things${matrix("id", undefined, explode)}`, "matrix").toThrow(InputError);
      expect(() => path`/things/${label(undefined, explode)}`, "label").toThrow(InputError);
    }
  });

  describe("refuses dot segments", () => {
    /** A sign after any number of percent-encodings, in any case. */
    const sign = (plain: string): fc.Arbitrary<string> =>
      fc.tuple(fc.nat(3), fc.boolean()).map(([times, isUpper]) => {
        const hex = plain.charCodeAt(0).toString(16);
        return times === 0 ? plain : `%${"25".repeat(times - 1)}${isUpper ? hex.toUpperCase() : hex}`;
      });
    const dots = fc.oneof(
      sign("."),
      fc.tuple(sign("."), sign(".")).map((pair) => pair.join("")),
    );
    const slash = fc.oneof(sign("/"), sign("\\"));
    const word = fc.constantFrom("", "a", "etc", "a.b");

    it("in every encoding, alone", () => {
      fc.assert(fc.property(dots, (value) => void expect(() => path`/things/${value}`, value).toThrow(InputError)));
    });

    it("in every encoding, beside encoded slashes of either kind", () => {
      fc.assert(
        fc.property(word, slash, dots, slash, word, (before, first, value, last, after) => {
          for (const whole of [before + first + value, value + last + after, before + first + value + last + after]) {
            expect(() => path`/things/${whole}/x`, whole).toThrow(InputError);
          }
        }),
      );
    });

    it("with parameters that servers cut off", () => {
      fc.assert(
        fc.property(dots, sign(";"), word, (value, cut, after) => {
          expect(() => path`/things/${value + cut + after}`, value + cut + after).toThrow(InputError);
        }),
      );
    });

    it("put together from several values, or from a value and the template", () => {
      expect(() => path`/things/${"."}${"."}/x`).toThrow(InputError);
      expect(() => path`/things/.${"."}`).toThrow(InputError);
      expect(() => path`/things/${"%2e"}.`).toThrow(InputError);
      expect(() => path`/things/${label(".")}`).toThrow(InputError);
      expect(() => path`/things/${label("")}`).toThrow(InputError);
      expect(() => path`/things/${[".."]}`).toThrow(InputError);
    });
  });

  it("is quick about long values", () => {
    const begun = performance.now();
    for (const piece of ["%25", "%2e", "../", "%", ";", "a", "%5c.", "\ud800"]) {
      refusedOr(() => path`/things/${`a${piece.repeat(100_000)}b`}/x`);
    }
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it("writes the styles of paths so that they can be read back", () => {
    // What might be a dot segment beside the dot of a label is refused, and a dot would divide an exploded one.
    const plain = text.map((value) => value.replace(/[./\\;%]/g, "")).filter((value) => value !== "");
    fc.assert(
      fc.property(fc.array(plain, { minLength: 1, maxLength: 4 }), (values) => {
        const expected = values.map((value) => value.toWellFormed());
        const read = (written: string, start: string, between: string): string[] => {
          expect(written.startsWith(start)).toBe(true);
          return written.slice(start.length).split(between).map(decodeURIComponent);
        };
        // Commas and equals signs within a value are encoded, so those that are left are separators.
        expect(read(path`/x=${values}`, "/x=", ",")).toEqual(expected);
        expect(read(path`/x${matrix("id", values)}`, "/x;id=", ",")).toEqual(expected);
        expect(read(path`/x${matrix("id", values, true)}`, "/x;id=", ";id=")).toEqual(expected);
        expect(read(path`/x${label(values)}`, "/x.", ",")).toEqual(expected);
        expect(read(path`/x${label(values, true)}`, "/x.", ".")).toEqual(expected);
      }),
    );
  });
});
