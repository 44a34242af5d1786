import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { project, put, read, schemasFile, Terminal } from "./terminal.js";

const cache = "node_modules/.cache/clientwright";

/** A project in which a client has been generated, with a mark in its memory by which one sees that it was used. */
async function remembered(): Promise<{ readonly cwd: string; readonly terminal: Terminal }> {
  const cwd = project();
  mkdirSync(join(cwd, "node_modules"));
  const terminal = new Terminal(cwd);
  expect(await terminal.run("generate")).toBe(0);
  const [name = ""] = readdirSync(join(cwd, cache));
  const file = join(cache, name);
  put(cwd, file, read(cwd, file).replace('"unchanged":[', '"unchanged":["by heart",'));
  return { cwd, terminal };
}

async function isFromMemory(terminal: Terminal): Promise<boolean> {
  const { result } = await terminal.json("generate");
  return JSON.stringify(result).includes("by heart");
}

describe("the memory of the last run", () => {
  it("answers when nothing has been touched, and says what a run would say", async () => {
    const { terminal } = await remembered();
    expect(await isFromMemory(terminal)).toBe(true);
    expect(await terminal.run("generate")).toBe(0);
    expect(terminal.stdout).toMatch(/^cloud: nothing changed \(\d+ files\)\n/);
  });

  it.each<[string, (cwd: string) => void]>([
    ["a spec was saved", (cwd) => put(cwd, "specs/schemas.yaml", schemasFile.replace("A disk.", "Another disk."))],
    ["a generated file was removed", (cwd) => rmSync(join(cwd, "generated/cloud/src/models.ts"))],
    ["the memory is broken", (cwd) => put(cwd, join(cache, readdirSync(join(cwd, cache))[0] ?? ""), "{")],
    ["there is none", (cwd) => rmSync(join(cwd, cache), { recursive: true })],
  ])("is not asked when %s", async (_, change) => {
    const { cwd, terminal } = await remembered();
    change(cwd);
    expect(await isFromMemory(terminal)).toBe(false);
    expect(existsSync(join(cwd, "generated/cloud/src/models.ts"))).toBe(true);
  });

  it("is not asked by --check, which has to see for itself", async () => {
    const { terminal } = await remembered();
    const { result } = await terminal.json("generate", "--check");
    expect(JSON.stringify(result)).not.toContain("by heart");
  });

  it("notices an edited file, and refuses as ever", async () => {
    const { cwd, terminal } = await remembered();
    put(cwd, "generated/cloud/src/models.ts", "// mine");
    expect(await terminal.run("generate")).toBe(1);
    expect(terminal.stderr).toContain("edited-file");
  });

  it("is not kept of a run that failed", async () => {
    const { cwd, terminal } = await remembered();
    rmSync(join(cwd, cache), { recursive: true });
    put(cwd, "specs/schemas.yaml", "Disk: { type: strin }\n");
    expect(await terminal.run("generate")).toBe(1);
    expect(existsSync(join(cwd, cache)) ? readdirSync(join(cwd, cache)) : []).toEqual([]);
  });
});
