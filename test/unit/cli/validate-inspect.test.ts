import { describe, expect, it } from "vitest";
import { project, put, rootFile, snapshot, Terminal } from "./terminal.js";

describe("validate", () => {
  it("finds configured specs in order, and writes nothing", async () => {
    const cwd = project();
    const before = snapshot(cwd);
    const terminal = new Terminal(cwd);
    expect(await terminal.run("validate")).toBe(0);
    expect(terminal.stdout).toBe("specs/openapi.yaml: fine, 1 operation\n");
    expect(snapshot(cwd)).toEqual(before);
  });

  it("counts what is wrong", async () => {
    const cwd = project({ "specs/openapi.yaml": rootFile.replace("#/Disk", "#/Dsik") });
    const terminal = new Terminal(cwd);
    expect(await terminal.run("validate")).toBe(1);
    expect(terminal.stdout).toBe("specs/openapi.yaml: 1 error\n");
    expect(terminal.stderr).toContain("specs/openapi.yaml:");
    expect(await terminal.json("validate")).toMatchObject({
      code: 1,
      result: {
        command: "validate",
        ok: false,
        documents: [{ spec: "specs/openapi.yaml", ok: false, diagnostics: [{ severity: "error" }] }],
      },
    });
  });

  it("holds names only to the rules for one's own specs where the spec is configured", async () => {
    const odd = rootFile.replace("getDisk", "GET_disk-thing");
    const cwd = project({ "specs/openapi.yaml": odd, "specs/foreign.yaml": odd });
    const terminal = new Terminal(cwd);
    expect(await terminal.run("validate", "specs/openapi.yaml")).toBe(1);
    expect(terminal.stderr).toContain("GET_disk-thing");
    expect(await terminal.run("validate", "specs/foreign.yaml")).toBe(0);
  });

  it("works without a configuration when a file is named", async () => {
    const cwd = project();
    put(
      cwd,
      "clientwright.config.json",
      `{ "apis": { "other": { "spec": "specs/schemas.yaml", "out": "o", "package": "o" } } }`,
    );
    expect(await new Terminal(cwd).run("validate", "specs/openapi.yaml", "specs/openapi.yaml")).toBe(0);
  });

  it("reports a file that is not there", async () => {
    const { code, result } = await new Terminal(project()).json("validate", "specs/opnapi.yaml");
    expect(code).toBe(1);
    expect(result).toMatchObject({ diagnostics: [{ code: "missing-file" }] });
  });

  it("lets references lead only where they are allowed to", async () => {
    const cwd = project({
      "shared/schemas.yaml": "Disk: { type: object, description: A disk. }",
      "specs/openapi.yaml": rootFile.replace("schemas.yaml", "../shared/schemas.yaml"),
    });
    const terminal = new Terminal(cwd);
    expect(await terminal.run("validate")).toBe(1);
    expect(await terminal.run("validate", "--allow-ref", "shared")).toBe(0);
    expect(await terminal.run("validate", "--allow-ref", "elsewhere", "--allow-ref", "shared/schemas.yaml")).toBe(0);
  });
});

describe("inspect", () => {
  it("prints the intermediate representation as JSON", async () => {
    const terminal = new Terminal(project());
    expect(await terminal.run("inspect", "specs/openapi.yaml")).toBe(0);
    expect(JSON.parse(terminal.stdout)).toMatchObject({
      irVersion: 1,
      name: "cloud",
      packageName: "@example/cloud",
      operations: [{ id: "getDisk", name: "getDisk", method: "GET", path: "/disks/{diskId}" }],
    });
  });

  it("does not show the default value of a sensitive member", async () => {
    const terminal = new Terminal(project());
    await terminal.run("inspect", "specs/openapi.yaml");
    expect(terminal.stdout).toContain("password");
    expect(terminal.stdout).not.toContain("opensesame");
    await terminal.run("inspect", "specs/openapi.yaml", "--json");
    expect(terminal.stdout).not.toContain("opensesame");
  });

  it("wraps it for programs", async () => {
    const { code, result } = await new Terminal(project()).json("inspect", "specs/openapi.yaml");
    expect(code).toBe(0);
    expect(result).toMatchObject({ command: "inspect", ok: true, api: { irVersion: 1 }, diagnostics: [] });
  });

  it("prints no representation of a broken document", async () => {
    const cwd = project({ "specs/schemas.yaml": "" });
    const terminal = new Terminal(cwd);
    expect(await terminal.run("inspect", "specs/openapi.yaml")).toBe(1);
    expect(terminal.stdout).toBe("");
    expect((await terminal.json("inspect", "specs/openapi.yaml")).result).toMatchObject({ ok: false, api: null });
  });
});
