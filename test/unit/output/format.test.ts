import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type * as prettierModule from "prettier";
import { file, generate, put, snapshot, temporaryFolder } from "./folders.js";

/** The texts that prettier was given, and the version it states. */
const formatted = vi.hoisted<string[]>(() => []);
const prettier = vi.hoisted(() => ({ version: "" }));

vi.mock("prettier", async (original) => {
  const real = await original<typeof prettierModule>();
  prettier.version = real.version;
  return {
    ...real,
    get version() {
      return prettier.version;
    },
    format: (text: string, options: prettierModule.Options) => {
      formatted.push(text);
      return real.format(text, options);
    },
  };
});

/** Runs, and gives the texts that were formatted meanwhile. */
async function formattedBy(run: () => Promise<unknown>): Promise<readonly string[]> {
  formatted.length = 0;
  await run();
  return [...formatted];
}

const a = file("a.ts", "export const  a=1", "typescript");
const b = file("b.json", `{"b":1}`, "json");
const c = file("c.md", "* c\r\n", "markdown");

describe("format", () => {
  it("formats by kind, with LF line ends and one at the end of the file", async () => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", [a, b, c, file("d.txt", "d\r\n  e"), file("empty", "")]);
    expect(snapshot(join(cwd, "out"))).toMatchObject({
      "a.ts": "export const a = 1;\n",
      "b.json": `{ "b": 1 }\n`,
      "c.md": "- c\n",
      "d.txt": "d\n  e\n",
      empty: "",
    });
  });

  it("breaks lines after 120 characters, whatever configuration lies about", async () => {
    const cwd = temporaryFolder();
    put(cwd, ".prettierrc", "printWidth: 20\nsemi: false\n");
    put(cwd, "out/.editorconfig", "[*]\nmax_line_length = 20\n");
    const long = `export const values = [${Array.from({ length: 30 }, () => "11").join(",")}];`;
    await generate(cwd, "out", [
      file("a.ts", "export const a = [1, 2, 3, 4, 5, 6];", "typescript"),
      file("b.ts", long, "typescript"),
    ]);
    const texts = snapshot(join(cwd, "out"));
    expect(texts["a.ts"]).toBe("export const a = [1, 2, 3, 4, 5, 6];\n");
    expect(Math.max(...(texts["b.ts"] ?? "").split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  it("passes over what has not changed", async () => {
    const cwd = temporaryFolder();
    expect(await formattedBy(() => generate(cwd, "out", [a, b]))).toHaveLength(2);
    expect(await formattedBy(() => generate(cwd, "out", [a, b]))).toEqual([]);
    const a2 = { ...a, text: "export const  a=2" };
    expect(await formattedBy(() => generate(cwd, "out", [a2, b]))).toEqual([a2.text]);
  });

  it("formats again what is no longer on disk as it was written", async () => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", [a, b]);
    put(cwd, "out/a.ts", "edited");
    expect(await formattedBy(() => generate(cwd, "out", [a, b], { force: true }))).toEqual([a.text]);
    expect(snapshot(cwd)["out/a.ts"]).toBe("export const a = 1;\n");
  });

  it.each([
    ["none", "json"],
    ["typescript", "json"],
  ] as const)("formats a file again whose kind has changed from %s to %s", async (before, after) => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", [file("a", "[1]", before)]);
    expect(await formattedBy(() => generate(cwd, "out", [file("a", "[1]", after)]))).toEqual(["[1]"]);
  });

  it("formats everything again with another version of prettier", async () => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", [a, b]);
    prettier.version = "99.0.0";
    expect(await formattedBy(() => generate(cwd, "out", [a, b]))).toHaveLength(2);
  });

  it("formats everything with check, so that a forged lock file hides nothing", async () => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", [a, b]);
    const old = snapshot(join(cwd, "out"))["clientwright.lock.json"] ?? "";
    const a2 = { ...a, text: "export const  a=2" };
    await generate(cwd, "fresh", [a2, b]);
    const fresh = snapshot(join(cwd, "fresh"))["clientwright.lock.json"] ?? "";
    // A lock file that claims that the old text is what the new source gives.
    const [oldLock, freshLock] = [old, fresh].map(
      (text) => JSON.parse(text) as { files: Record<string, Record<string, string>> },
    );
    const forged = {
      version: 1,
      files: {
        ...oldLock!.files,
        "a.ts": { source: freshLock!.files["a.ts"]!["source"], written: oldLock!.files["a.ts"]!["written"] },
      },
    };
    put(cwd, "out/clientwright.lock.json", JSON.stringify(forged, null, 2) + "\n");
    expect((await generate(cwd, "out", [a2, b])).report?.fresh).toBe(true);
    expect((await generate(cwd, "out", [a2, b], { check: true })).report?.fresh).toBe(false);
  });

  it("names the file that cannot be formatted", async () => {
    const cwd = temporaryFolder();
    await expect(generate(cwd, "out", [a, file("broken.ts", "const = ;", "typescript")])).rejects.toThrow("broken.ts");
    expect(snapshot(cwd)).toEqual({});
  });
});
