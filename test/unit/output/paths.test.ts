import { describe, expect, it } from "vitest";
import { badPaths, pathProblem } from "../../../generator/src/output/paths.js";

describe("pathProblem", () => {
  it.each([
    "a.ts",
    "src/models.ts",
    "src/operations/ssh-keys.ts",
    ".gitignore",
    "src/context.ts",
    "naïve.md",
    "conx/a",
  ])("lets %j pass", (path) => expect(pathProblem(path)).toBeUndefined());

  it.each([
    "",
    "/etc/passwd",
    "../a.ts",
    "src/../../a.ts",
    "src/./a.ts",
    "src//a.ts",
    "src/",
    "..\\a.ts",
    "src\\a.ts",
    "C:/a.ts",
    "C:a.ts",
    "a.ts:stream",
    "a\0.ts",
    "a\n.ts",
    "a\u007f.ts",
    "a?.ts",
    "con",
    "CON.ts",
    "src/nul.d.ts",
    "src/Com1",
    "lpt9.txt/a.ts",
    "a.",
    "a /b",
  ])("refuses %j", (path) => expect(pathProblem(path)).toBeTypeOf("string"));
});

describe("badPaths", () => {
  it("finds two paths that are one file where case or Unicode form do not matter", () => {
    expect(badPaths(["src/Disks.ts", "src/disks.ts"])).toMatchObject([{ path: "src/disks.ts" }]);
    expect(badPaths(["é.ts", "e\u0301.ts"])).toHaveLength(1);
    expect(badPaths(["a.ts", "a.ts"])).toHaveLength(1);
  });

  it("finds a file that lies in what is a file itself", () => {
    expect(badPaths(["src/a", "SRC/A/b.ts"])).toMatchObject([{ path: "SRC/A/b.ts" }]);
  });

  it("reports every bad path, and none of the others", () => {
    expect(badPaths(["../a", "src/a.ts", "src/b.ts", "/b"]).map(({ path }) => path)).toEqual(["../a", "/b"]);
  });
});
