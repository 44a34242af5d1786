import { readdirSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, inspect, render, run, type RunRequest, type StageName } from "clientwright";
import { describe, expect, it } from "vitest";
import { project, put, rootFile, snapshot } from "./terminal.js";

const request = (cwd: string): RunRequest => ({
  spec: "specs/openapi.yaml",
  out: "out",
  cwd,
  names: "repaired",
  kind: "standalone",
});

describe("run", () => {
  it("goes through the stages in their order, and reports what it read and wrote", async () => {
    const cwd = project();
    const stages: StageName[] = [];
    const report = await run({ ...request(cwd), onStage: (stage) => void stages.push(stage) });
    expect(stages).toEqual(["load", "validate", "ir", "emit", "compare", "format", "write"]);
    expect(report).toMatchObject({ ok: true, diagnostics: [], api: { name: "cloud" }, output: { fresh: false } });
    expect(report.inputs).toEqual([join(cwd, "specs/openapi.yaml"), join(cwd, "specs/schemas.yaml")]);
    expect(readdirSync(join(cwd, "out"))).toContain("clientwright.lock.json");
  });

  it("stops after a stage that reports an error", async () => {
    const cwd = project({ "specs/openapi.yaml": rootFile.replace("#/Disk", "#/Dsik") });
    const stages: StageName[] = [];
    const report = await run({ ...request(cwd), onStage: (stage) => void stages.push(stage) });
    expect(stages).toEqual(["load"]);
    expect(report).toMatchObject({ ok: false, api: undefined, output: undefined, inputs: [] });
    expect(report.diagnostics.map((diagnostic) => render(diagnostic)).join("\n")).toContain("specs/openapi.yaml:");
  });

  it("takes the name and the package's name it is given", async () => {
    const { api } = await run({ ...request(project()), name: "sky", packageName: "@example/sky", kind: "package" });
    expect(api).toMatchObject({ name: "sky", packageName: "@example/sky" });
  });

  it("rejects with the signal's reason when it is ended, and leaves no trace", async () => {
    const cwd = project();
    await run(request(cwd));
    put(cwd, "specs/openapi.yaml", rootFile.replace("Gives a disk.", "Finds a disk."));
    const before = snapshot(cwd);
    const controller = new AbortController();
    const reason = new Error("enough");
    const onStage = (stage: StageName): void => {
      if (stage === "write") controller.abort(reason);
    };
    await expect(run({ ...request(cwd), signal: controller.signal, onStage })).rejects.toBe(reason);
    expect(snapshot(cwd)).toEqual(before);
  });
});

describe("inspect", () => {
  it("writes nothing", async () => {
    const cwd = project();
    const before = snapshot(cwd);
    expect(await inspect(request(cwd))).toMatchObject({ ok: true, api: { operations: [{ name: "getDisk" }] } });
    expect(snapshot(cwd)).toEqual(before);
  });
});

describe("defineConfig", () => {
  it("gives back what it is given", () => {
    const config = { apis: { cloud: { spec: "a.yaml", out: "b", package: "c" } } };
    expect(defineConfig(config)).toBe(config);
  });
});
