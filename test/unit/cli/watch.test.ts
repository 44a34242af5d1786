import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { project, put, read, rootFile, schemasFile, Terminal } from "./terminal.js";

/** Starts `watch`, waits for its first run, and sees to its end. */
async function watching(
  cwd: string,
  ...argv: readonly string[]
): Promise<{ readonly terminal: Terminal; readonly ended: Promise<number> }> {
  const terminal = new Terminal(cwd);
  const ended = terminal.run("watch", ...argv);
  onTestFinished(async () => {
    terminal.interrupt();
    await ended;
  });
  await until(() => terminal.stderr.includes("Watching") || terminal.stdout.includes("\n"));
  return { terminal, ended };
}

async function until(condition: () => boolean, mostMs = 5_000): Promise<void> {
  const begun = performance.now();
  while (!condition()) {
    if (performance.now() - begun > mostMs) throw new Error(`Nothing happened in ${mostMs} ms.`);
    await setTimeout(5);
  }
}

const models = "generated/cloud/src/models.ts";

describe("watch", () => {
  it("generates at the start, and again after each save, and says what changed", async () => {
    const cwd = project();
    const { terminal } = await watching(cwd);
    expect(read(cwd, models)).toContain("A disk.");
    terminal.stdout = "";
    put(cwd, "specs/schemas.yaml", schemasFile.replace("A disk.", "A plain disk."));
    await until(() => read(cwd, models).includes("A plain disk."));
    await until(() => terminal.stdout.includes("after a change of specs/schemas.yaml"));
    expect(terminal.stdout).toContain("  ~ src/models.ts\n");
    expect(terminal.stdout).not.toContain("package.json");
  });

  it("survives a spec that is broken for the moment, and leaves the client as it was", async () => {
    const cwd = project();
    const { terminal } = await watching(cwd);
    const before = read(cwd, models);
    put(cwd, "specs/openapi.yaml", rootFile.slice(0, 300) + "\n  [");
    await until(() => terminal.stderr.includes("error"));
    expect(read(cwd, models)).toBe(before);
    put(cwd, "specs/openapi.yaml", rootFile.replace("Gives a disk.", "Finds a disk."));
    await until(() => read(cwd, "generated/cloud/src/operations/disks.ts").includes("Finds a disk."));
  });

  it("watches a file that is newly referred to, one that comes later included", async () => {
    const cwd = project();
    const { terminal } = await watching(cwd);
    put(cwd, "specs/openapi.yaml", rootFile.replace("schemas.yaml#", "more/disks.yaml#"));
    await until(() => terminal.stderr.includes("error"));
    put(cwd, "specs/more/disks.yaml", schemasFile.replace("A disk.", "A new disk."));
    await until(() => read(cwd, models).includes("A new disk."));
    put(cwd, "specs/more/disks.yaml", schemasFile.replace("A disk.", "A newer disk."));
    await until(() => read(cwd, models).includes("A newer disk."));
  });

  it("watches files outside the spec's folder that references may lead to", async () => {
    const cwd = project({
      "shared/schemas.yaml": schemasFile,
      "specs/openapi.yaml": rootFile.replace("schemas.yaml", "../shared/schemas.yaml"),
    });
    await watching(cwd, "--allow-ref", "shared");
    put(cwd, "shared/schemas.yaml", schemasFile.replace("A disk.", "A shared disk."));
    await until(() => read(cwd, models).includes("A shared disk."));
  });

  it("takes no notice of files that the spec does not use", async () => {
    const cwd = project();
    const { terminal } = await watching(cwd);
    terminal.stdout = "";
    put(cwd, "specs/notes.yaml", "nothing: here");
    await setTimeout(300);
    expect(terminal.stdout).toBe("");
  });

  it("reports a file that is deleted", async () => {
    const cwd = project();
    const { terminal } = await watching(cwd);
    rmSync(join(cwd, "specs/schemas.yaml"));
    await until(() => terminal.stderr.includes("missing-file"));
  });

  it("prints one JSON object for each run", async () => {
    const cwd = project();
    const { terminal } = await watching(cwd, "--json");
    put(cwd, "specs/schemas.yaml", schemasFile.replace("A disk.", "A plain disk."));
    await until(() => terminal.stdout.split("\n").length === 3);
    const results = terminal.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    expect(results).toMatchObject([
      { command: "watch", ok: true, api: "cloud", because: [] },
      { command: "watch", ok: true, api: "cloud", because: ["specs/schemas.yaml"], fresh: false },
    ]);
  });

  it("ends with 0 on Ctrl-C", async () => {
    const { terminal, ended } = await watching(project());
    terminal.interrupt();
    expect(await ended).toBe(0);
  });
});
