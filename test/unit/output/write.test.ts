import { existsSync, mkdirSync, readdirSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { changes, file, generate, put, snapshot, temporaryFolder, times } from "./folders.js";

const lock = "clientwright.lock.json";
const three = [file("README.md", "read me\n"), file("src/a.ts", "a\n"), file("src/deep/b.ts", "b\n")];

describe("write", () => {
  it("writes everything into a folder that is not there yet, and leaves nothing beside it", async () => {
    const cwd = temporaryFolder();
    const { report, codes } = await generate(cwd, "new/out", three);
    expect(codes).toEqual([]);
    expect(changes(report)).toEqual(["+ README.md", "+ src/a.ts", "+ src/deep/b.ts", `+ ${lock}`]);
    expect(snapshot(join(cwd, "new/out"))).toMatchObject({
      "README.md": "read me\n",
      "src/a.ts": "a\n",
      "src/deep/b.ts": "b\n",
    });
    expect(readdirSync(join(cwd, "new"))).toEqual(["out"]);
  });

  it("writes nothing the second time", async () => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", three);
    const before = times(join(cwd, "out"));
    const { report } = await generate(cwd, "out", three);
    expect(report).toMatchObject({ fresh: true });
    expect(changes(report)).toEqual([]);
    expect(times(join(cwd, "out"))).toEqual(before);
  });

  it("gives the same bytes whatever was there before", async () => {
    const cwd = temporaryFolder();
    await generate(cwd, "one", [file("old.ts", "old\n"), ...three]);
    await generate(cwd, "one", three);
    await generate(cwd, "two", three);
    expect(snapshot(join(cwd, "one"))).toEqual(snapshot(join(cwd, "two")));
  });

  it("touches only what has changed", async () => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", three);
    const before = times(join(cwd, "out"));
    const { report } = await generate(cwd, "out", [three[0]!, file("src/a.ts", "a2\n"), three[2]!]);
    expect(changes(report)).toEqual(["~ src/a.ts", `~ ${lock}`]);
    const after = times(join(cwd, "out"));
    expect(after["README.md"]).toBe(before["README.md"]);
    expect(after["src/deep/b.ts"]).toBe(before["src/deep/b.ts"]);
    expect(snapshot(join(cwd, "out"))["src/a.ts"]).toBe("a2\n");
  });

  it("removes what is no longer wanted, with the folders that are then empty", async () => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", three);
    const { report } = await generate(cwd, "out", three.slice(0, 2));
    expect(changes(report)).toEqual([`~ ${lock}`, "- src/deep/b.ts"]);
    expect(existsSync(join(cwd, "out/src/deep"))).toBe(false);
    expect(existsSync(join(cwd, "out/src/a.ts"))).toBe(true);
  });

  it("leaves files alone that it did not write, and their folders", async () => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", three);
    put(cwd, "out/src/deep/notes.txt", "mine");
    put(cwd, "out/mine.ts", "mine");
    await generate(cwd, "out", three.slice(0, 2));
    expect(snapshot(join(cwd, "out"))).toMatchObject({ "mine.ts": "mine", "src/deep/notes.txt": "mine" });
  });

  it("puts back a file that was deleted", async () => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", three);
    unlinkSync(join(cwd, "out/src/a.ts"));
    const { report } = await generate(cwd, "out", three);
    expect(changes(report)).toEqual(["+ src/a.ts"]);
  });

  it("takes a checkout with CRLF for what it is", async () => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", three);
    for (const [path, text] of Object.entries(snapshot(join(cwd, "out"))))
      put(join(cwd, "out"), path, text.replaceAll("\n", "\r\n"));
    expect((await generate(cwd, "out", three)).report).toMatchObject({ fresh: true });
    const { codes } = await generate(cwd, "out", [three[0]!, file("src/a.ts", "a2\n")]);
    expect(codes).toEqual([]);
  });

  it("only reports with check", async () => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", three);
    const before = snapshot(cwd);
    const { report } = await generate(cwd, "out", [file("src/a.ts", "a2\n"), file("c.ts", "c\n")], { check: true });
    expect(report?.fresh).toBe(false);
    expect(changes(report)).toEqual(["~ src/a.ts", "+ c.ts", `~ ${lock}`, "- README.md", "- src/deep/b.ts"]);
    expect(snapshot(cwd)).toEqual(before);
  });

  it("does not even make the folder with check", async () => {
    const cwd = temporaryFolder();
    expect((await generate(cwd, "out", three, { check: true })).report?.fresh).toBe(false);
    expect(readdirSync(cwd)).toEqual([]);
  });
});

describe("conflicts", () => {
  it("refuses to overwrite an edited file, and writes nothing at all", async () => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", three);
    put(cwd, "out/src/a.ts", "edited\n");
    const before = snapshot(cwd);
    const next = [file("README.md", "new\n"), file("src/a.ts", "a2\n"), three[2]!];
    const refused = await generate(cwd, "out", next);
    expect(refused.diagnostics).toMatchObject([{ code: "edited-file", severity: "error", file: "out/src/a.ts" }]);
    expect(refused.diagnostics[0]?.help).toContain("--force");
    expect(snapshot(cwd)).toEqual(before);

    expect((await generate(cwd, "out", next, { force: true })).codes).toEqual([]);
    expect(snapshot(join(cwd, "out"))).toMatchObject({ "README.md": "new\n", "src/a.ts": "a2\n" });
  });

  it("reports an edit even when the generated text is what it was", async () => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", three);
    put(cwd, "out/src/a.ts", "edited\n");
    expect((await generate(cwd, "out", three)).codes).toEqual(["edited-file"]);
    expect((await generate(cwd, "out", three, { check: true })).codes).toEqual(["edited-file"]);
  });

  it("is content with an edit that is just what is wanted", async () => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", three);
    put(cwd, "out/src/a.ts", "a2\n");
    const { report, codes } = await generate(cwd, "out", [three[0]!, file("src/a.ts", "a2\n"), three[2]!]);
    expect(codes).toEqual([]);
    expect(changes(report)).toEqual([`~ ${lock}`]);
  });

  it("refuses to remove an edited file that is no longer wanted", async () => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", three);
    put(cwd, "out/src/deep/b.ts", "edited\n");
    const refused = await generate(cwd, "out", three.slice(0, 2));
    expect(refused.diagnostics).toMatchObject([{ code: "edited-file", file: "out/src/deep/b.ts" }]);
    expect(snapshot(cwd)["out/src/deep/b.ts"]).toBe("edited\n");
    await generate(cwd, "out", three.slice(0, 2), { force: true });
    expect(snapshot(cwd)).not.toHaveProperty("out/src/deep/b.ts");
  });

  it("refuses to overwrite a file that no run wrote, and names each of them", async () => {
    const cwd = temporaryFolder();
    put(cwd, "out/README.md", "mine\n");
    put(cwd, "out/src/a.ts", "mine\n");
    const refused = await generate(cwd, "out", three);
    expect(refused.codes).toEqual(["foreign-file", "foreign-file"]);
    expect(refused.diagnostics.map((diagnostic) => diagnostic.file)).toEqual(["out/README.md", "out/src/a.ts"]);
    expect(Object.keys(snapshot(cwd))).toEqual(["out/README.md", "out/src/a.ts"]);
    expect((await generate(cwd, "out", three, { force: true })).codes).toEqual([]);
  });

  it("refuses bytes that are no text in place of a generated file", async () => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", three);
    writeFileSync(join(cwd, "out/src/a.ts"), Buffer.from([0xff, 0xfe, 0x00]));
    expect((await generate(cwd, "out", three)).codes).toEqual(["edited-file"]);
  });

  it("never removes a folder that is in the way, nor follows a file where a folder is needed", async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, "out/README.md"), { recursive: true });
    put(cwd, "out/src", "a file");
    const refused = await generate(cwd, "out", three, { force: true });
    expect(refused.codes).toEqual(["foreign-file", "foreign-file", "foreign-file"]);
    expect(snapshot(cwd)).toEqual({ "out/src": "a file" });
  });

  it.each([
    ["a lock file with merge markers", "<<<<<<< HEAD\n"],
    [
      "a lock file that lists a path outside",
      JSON.stringify({ version: 1, files: { "../x": { source: "a".repeat(64), written: "a".repeat(64) } } }),
    ],
  ])("refuses %s, unless forced", async (_, text) => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", three);
    put(cwd, `out/${lock}`, text);
    expect((await generate(cwd, "out", three)).codes).toEqual(["broken-lock"]);
    expect((await generate(cwd, "out", three, { force: true })).codes).toEqual([]);
    expect((await generate(cwd, "out", three, { check: true })).report?.fresh).toBe(true);
  });
});

describe("paths", () => {
  it("refuses a path that leaves the folder", async () => {
    const cwd = temporaryFolder();
    const refused = await generate(cwd, "out", [file("../evil.ts", "x"), file("src\\b.ts", "x"), file("ok.ts", "x")]);
    expect(refused.codes).toEqual(["bad-output-path", "bad-output-path"]);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("refuses to write through a link that leads out of the folder, forced or not", async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, "elsewhere"));
    mkdirSync(join(cwd, "out"));
    symlinkSync("../elsewhere", join(cwd, "out/src"));
    put(cwd, "secret", "kept");
    symlinkSync("../secret", join(cwd, "out/README.md"));
    const refused = await generate(cwd, "out", three, { force: true });
    expect(refused.codes).toEqual(["bad-output-path", "bad-output-path", "bad-output-path"]);
    expect(readdirSync(join(cwd, "elsewhere"))).toEqual([]);
    expect(snapshot(cwd)["secret"]).toBe("kept");
  });

  it("refuses a link that leads nowhere", async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, "out"));
    symlinkSync("../not-there", join(cwd, "out/README.md"));
    expect((await generate(cwd, "out", three, { force: true })).codes).toEqual(["bad-output-path"]);
    expect(existsSync(join(cwd, "not-there"))).toBe(false);
  });

  it("does not remove, on the word of a lock file, what lies behind a link", async () => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", three);
    const text = snapshot(join(cwd, "out"));
    put(cwd, "elsewhere/b.ts", "b\n");
    unlinkSync(join(cwd, "out/src/deep/b.ts"));
    const { rmdirSync } = await import("node:fs");
    rmdirSync(join(cwd, "out/src/deep"));
    symlinkSync("../../elsewhere", join(cwd, "out/src/deep"));
    expect(text["src/deep/b.ts"]).toBe("b\n");
    await generate(cwd, "out", three.slice(0, 2));
    expect(existsSync(join(cwd, "elsewhere/b.ts"))).toBe(true);
  });

  it("writes into the folder that a linked output folder leads to", async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, "real"));
    symlinkSync("real", join(cwd, "out"));
    expect((await generate(cwd, "out", three)).codes).toEqual([]);
    expect(snapshot(join(cwd, "real"))["src/a.ts"]).toBe("a\n");
    expect(readdirSync(cwd).sort()).toEqual(["out", "real"]);
  });

  it("says so when the output folder is a file", async () => {
    const cwd = temporaryFolder();
    put(cwd, "out", "a file");
    const refused = await generate(cwd, "out", three);
    expect(refused.diagnostics).toMatchObject([{ code: "cannot-write", file: "out" }]);
    expect(snapshot(cwd)).toEqual({ out: "a file" });
  });
});
