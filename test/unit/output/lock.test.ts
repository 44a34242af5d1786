import { describe, expect, it } from "vitest";
import { lockText, parseLock } from "../../../generator/src/output/lock.js";

const hash = "a".repeat(64);
const entry = (path: string) => ({ path, source: hash, written: hash });

describe("lockText", () => {
  it("does not depend on the order of the files", () => {
    expect(lockText([entry("b.ts"), entry("B.ts"), entry("a/c.ts")])).toBe(
      lockText([entry("a/c.ts"), entry("B.ts"), entry("b.ts")]),
    );
  });

  it("comes back as it was", () => {
    const parsed = parseLock(lockText([entry("b.ts"), entry("a/c.ts")]));
    expect(parsed).toEqual({
      files: new Map([
        ["a/c.ts", { source: hash, written: hash }],
        ["b.ts", { source: hash, written: hash }],
      ]),
    });
  });
});

describe("parseLock", () => {
  const withFiles = (files: unknown) => JSON.stringify({ version: 1, files });

  it.each([
    ["merge markers", "<<<<<<< HEAD\n{}"],
    ["an empty file", ""],
    ["a list", "[]"],
    ["an unknown version", `{"version":2,"files":{}}`],
    ["no files", `{"version":1}`],
    ["a file without hashes", withFiles({ "a.ts": {} })],
    ["something that is no hash", withFiles({ "a.ts": { source: hash, written: "x" } })],
    ["a path that leaves the folder", withFiles({ "../../a.ts": { source: hash, written: hash } })],
    ["an absolute path", withFiles({ "/etc/passwd": { source: hash, written: hash } })],
    ["itself", withFiles({ "clientwright.lock.json": { source: hash, written: hash } })],
  ])("refuses %s", (_, text) => expect(parseLock(text)).toBeTypeOf("string"));
});
