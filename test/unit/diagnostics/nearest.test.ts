import { describe, expect, test } from "vitest";
import { editDistance, nearest } from "../../../generator/src/diagnostics/nearest.js";

describe("nearest", () => {
  test.each([
    ["Pett", ["Dog", "Pet", "Pets"], "Pet"],
    ["pet", ["Pet"], "Pet"],
    ["recieve", ["receive", "relieve"], "receive"],
    ["ab", ["xy", "abc"], "abc"],
    ["openapi.yml", ["openapi.yaml", "package.json"], "openapi.yaml"],
    ["Pet", ["Pet"], undefined],
    ["cat", ["dog"], undefined],
    ["a", [], undefined],
    ["x".repeat(100), ["x".repeat(99)], undefined],
  ])("to %s among %j is %s", (name, candidates, expected) => {
    expect(nearest(name, candidates)).toBe(expected);
  });
});

describe("edit distance", () => {
  test.each([
    ["", "", 0],
    ["", "abc", 3],
    ["abc", "abc", 0],
    ["abc", "abd", 1],
    ["abc", "acb", 1],
    ["abc", "bc", 1],
    ["kitten", "sitting", 3],
  ])("%j to %j is %d", (left, right, expected) => {
    expect(editDistance(left, right)).toBe(expected);
    expect(editDistance(right, left)).toBe(expected);
  });

  test("is given up at the limit", () => {
    expect(editDistance("abcdef", "uvwxyz", 2)).toBe(2);
  });
});
