import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { project, put, read, rootFile, schemasFile, snapshot, Terminal } from "./terminal.js";

describe("generate", () => {
  it("writes the configured client, says which files, and the second time that nothing changed", async () => {
    const cwd = project();
    const terminal = new Terminal(cwd);
    expect(await terminal.run("generate")).toBe(0);
    expect(terminal.stderr).toBe("");
    expect(terminal.stdout).toContain(`cloud: wrote generated/cloud`);
    expect(terminal.stdout).toContain("  + src/models.ts\n");
    expect(terminal.stdout).toContain("  + clientwright.lock.json\n");
    expect(read(cwd, "generated/cloud/package.json")).toContain(`"@example/cloud"`);

    const before = statSync(join(cwd, "generated/cloud/clientwright.lock.json")).mtimeMs;
    expect(await terminal.run("generate", "cloud")).toBe(0);
    expect(terminal.stdout).toMatch(/^cloud: nothing changed \(\d+ files\)\n/);
    expect(statSync(join(cwd, "generated/cloud/clientwright.lock.json")).mtimeMs).toBe(before);
  });

  it("shows a few warnings of a document that has many, and says where the rest are", async () => {
    const cwd = project();
    const wrong = Array.from({ length: 9 }, (_, index) => `p${index}: { type: string, example: ${index} }`).join(", ");
    put(
      cwd,
      "foreign.yaml",
      `openapi: 3.1.0\ninfo: { title: F, version: "1" }\npaths: {}\ncomponents: { schemas: { A: { type: object, properties: { ${wrong} } } } }\n`,
    );
    const terminal = new Terminal(cwd);
    expect(await terminal.run("generate", "--spec", "foreign.yaml", "--out", "out")).toBe(0);
    expect(terminal.stderr.match(/^warning\[/gm)).toHaveLength(3);
    expect(terminal.stderr).toContain(`… and 6 more warnings; "clientwright validate foreign.yaml" shows them all`);
    expect(await terminal.run("validate", "foreign.yaml")).toBe(0);
    expect(terminal.stderr.match(/^warning\[/gm)).toHaveLength(9);
  });

  it("finds the configuration from a folder below", async () => {
    const cwd = project();
    const terminal = new Terminal(join(cwd, "specs"));
    expect(await terminal.run("generate")).toBe(0);
    expect(terminal.stdout).toContain(`wrote ../generated/cloud`);
    expect(existsSync(join(cwd, "generated/cloud/src/models.ts"))).toBe(true);
  });

  it("gives the same bytes in another place, and when it starts anew", async () => {
    const [one, two] = [project(), project()];
    await new Terminal(one).run("generate");
    put(two, "specs/schemas.yaml", schemasFile.replace("A disk.", "Something else."));
    await new Terminal(two).run("generate");
    put(two, "specs/schemas.yaml", schemasFile);
    await new Terminal(two).run("generate");
    expect(snapshot(join(two, "generated"))).toEqual(snapshot(join(one, "generated")));
  });

  it("touches only the files concerned, fails --check before and passes it after", async () => {
    const cwd = project();
    const terminal = new Terminal(cwd);
    await terminal.run("generate");
    expect(await terminal.run("generate", "--check")).toBe(0);

    put(cwd, "specs/schemas.yaml", schemasFile.replace("Its size in MB.", "How many MB it has."));
    const before = snapshot(cwd);
    expect(await terminal.run("generate", "--check")).toBe(1);
    expect(terminal.stdout).toContain(`cloud: generated/cloud is stale`);
    expect(terminal.stdout).toContain("  ~ src/models.ts\n");
    expect(terminal.stdout).toContain("clientwright generate");
    expect(snapshot(cwd)).toEqual(before);

    const { code, result } = await terminal.json("generate");
    expect(code).toBe(0);
    const [client] = result["clients"] as readonly { readonly files: { readonly changed: readonly string[] } }[];
    expect(client?.files.changed).toContain("src/models.ts");
    expect(client?.files.changed).not.toContain("package.json");
    expect(client?.files.changed).not.toContain("src/operations/disks.ts");
    expect(await terminal.run("generate", "--check")).toBe(0);
  });

  it("reports an edited file, leaves everything as it was, and overwrites it with --force", async () => {
    const cwd = project();
    const terminal = new Terminal(cwd);
    await terminal.run("generate");
    const good = read(cwd, "generated/cloud/src/models.ts");
    put(cwd, "generated/cloud/src/models.ts", `${good}// mine\n`);
    put(cwd, "specs/schemas.yaml", schemasFile.replace("A disk.", "A plain disk."));
    const before = snapshot(cwd);
    expect(await terminal.run("generate")).toBe(1);
    expect(terminal.stderr).toContain("edited-file");
    expect(terminal.stderr).toContain("generated/cloud/src/models.ts");
    expect(terminal.stdout).toContain("left as it was");
    expect(snapshot(cwd)).toEqual(before);
    expect(await terminal.run("generate", "--force")).toBe(0);
    expect(read(cwd, "generated/cloud/src/models.ts")).toContain("A plain disk.");
  });

  it("reports every problem of a broken spec, and leaves the former output as it was", async () => {
    const cwd = project();
    const terminal = new Terminal(cwd);
    await terminal.run("generate");
    const before = snapshot(join(cwd, "generated"));
    put(cwd, "specs/openapi.yaml", rootFile.replace("#/Disk", "#/Dsik"));
    expect(await terminal.run("generate")).toBe(1);
    expect(terminal.stderr).toContain("specs/openapi.yaml:");
    expect(terminal.stderr).not.toMatch(/\n\s+at /);
    expect(snapshot(join(cwd, "generated"))).toEqual(before);
    expect(readdirSync(join(cwd, "generated"))).toEqual(["cloud"]);
  });

  it("goes on with the other clients when one fails", async () => {
    const api = (name: string) => ({
      spec: `specs/${name}.yaml`,
      out: `generated/${name}`,
      package: `@example/${name}`,
    });
    const cwd = project({
      "clientwright.config.json": JSON.stringify({ apis: { broken: api("broken"), openapi: api("openapi") } }),
      "specs/broken.yaml": "openapi: [",
    });
    const terminal = new Terminal(cwd);
    const { code, result } = await terminal.json("generate");
    expect(code).toBe(1);
    expect(result).toMatchObject({
      ok: false,
      clients: [
        { api: "broken", ok: false },
        { api: "openapi", ok: true },
      ],
    });
    expect(readdirSync(join(cwd, "generated"))).toEqual(["openapi"]);
  });

  it("makes from any document sources that need nothing installed", async () => {
    const cwd = project({ "foreign.json": rootJson("my cloud!", "GET disks/list all") });
    const terminal = new Terminal(cwd);
    expect(await terminal.run("generate", "--spec", "foreign.json", "--out", "client", "--name", "foreignCloud")).toBe(
      0,
    );
    expect(terminal.stdout).toContain(`foreignCloud: wrote client`);
    const files = snapshot(join(cwd, "client"));
    expect(Object.keys(files)).toContain("clientwright.json");
    expect(Object.keys(files)).toContain("runtime/index.ts");
    for (const [path, text] of Object.entries(files)) {
      if (path.endsWith(".ts")) expect(text, path).not.toMatch(/\bfrom "@clientwright\//);
    }
  });

  it("has results for programs, on one line, with nothing else on standard output", async () => {
    const terminal = new Terminal(project());
    const { code, result } = await terminal.json("generate");
    expect(code).toBe(0);
    expect(result).toMatchObject({
      command: "generate",
      ok: true,
      check: false,
      diagnostics: [],
      clients: [
        { api: "cloud", spec: "specs/openapi.yaml", out: "generated/cloud", ok: true, fresh: false, diagnostics: [] },
      ],
    });
    const again = await terminal.json("generate", "--check");
    expect(again.result).toMatchObject({
      ok: true,
      check: true,
      clients: [{ fresh: true, files: { added: [], changed: [], removed: [] } }],
    });
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("leaves no trace when %s ends it while it writes", async (signal, exitCode) => {
    const cwd = project();
    const terminal = new Terminal(cwd);
    await terminal.run("generate");
    put(cwd, "specs/schemas.yaml", schemasFile.replace("A disk.", "A plain disk."));
    const before = snapshot(cwd);
    terminal.onListen = () => terminal.interrupt(signal);
    expect(await terminal.run("generate")).toBe(exitCode);
    expect(snapshot(cwd)).toEqual(before);
    expect(readdirSync(join(cwd, "generated"))).toEqual(["cloud"]);
  });
});

function rootJson(title: string, operationId: string): string {
  const responses = { "200": { description: "OK" } };
  return JSON.stringify({
    openapi: "3.0.3",
    info: { title, version: "1" },
    paths: { "/disks": { get: { operationId, responses } } },
  });
}
