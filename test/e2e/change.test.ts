import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { differing, Project } from "../support/project.js";

/* A person edits a spec and generates again: what changes is what was concerned, and nothing else. */
describe("after a change of the spec", () => {
  const project = new Project();
  beforeAll(async () => {
    expect((await project.generate()).diagnostics).toEqual([]);
  });
  afterAll(() => project.remove());

  /** Generates again, with a check before and after, and gives the files that changed. */
  async function changedFiles(): Promise<readonly string[]> {
    const before = project.snapshot();
    expect((await project.generate({ check: true })).output?.fresh).toBe(false);
    expect(differing(before, project.snapshot())).toEqual([]);
    expect((await project.generate()).diagnostics).toEqual([]);
    const changed = differing(before, project.snapshot());
    expect((await project.generate({ check: true })).output?.fresh).toBe(true);
    return changed;
  }

  it("nothing is written when nothing changed", async () => {
    const before = project.snapshot();
    const report = await project.generate();
    expect(report.ok).toBe(true);
    expect(differing(before, project.snapshot())).toEqual([]);
  });

  it("a description of an operation changes where the operation is described", async () => {
    project.edit("paths/ssh-keys.yaml", (text) =>
      text.replace("Renames an SSH key of the user.", "Gives an SSH key another name."),
    );
    expect(await changedFiles()).toEqual([
      "README.md",
      "clientwright.lock.json",
      "src/client.ts",
      "src/operations/ssh-keys.ts",
      "src/resources/ssh-key.ts",
      "src/schema.d.ts",
    ]);
  });

  it("a value of an enum changes the enum", async () => {
    project.edit("schemas/logins.yaml", (text) =>
      text
        .replace(/^(\s*enum: \[)(.*)\]/m, "$1$2, blocked]")
        .replace(/^(\s*x-enum-varnames: \[)(.*)\]/m, "$1$2, Blocked]")
        .replace(/^(\s*x-enum-descriptions:)/m, "$1\n    - The user was kept out."),
    );
    expect(await changedFiles()).toEqual(["clientwright.lock.json", "src/enums.ts", "src/schema.d.ts"]);
  });

  it("a property of a model changes the model, and the thing that has it", async () => {
    project.edit("schemas/ssh-keys.yaml", (text) =>
      text.replace(
        /^SshKey:\n([\s\S]*?)^( *)properties:\n/m,
        "SshKey:\n$1$2properties:\n$2  colour: { type: string, description: The colour of the key. }\n",
      ),
    );
    expect(await changedFiles()).toEqual([
      "clientwright.lock.json",
      "src/models.ts",
      "src/resources/ssh-key.ts",
      "src/schema.d.ts",
    ]);
  });

  it("an operation that is gone takes its module along", async () => {
    project.edit("openapi.yaml", (text) => text.replace(/^ {2}\/profile\/grants:.*(\n {4}.*)*\n/m, ""));
    const changed = await changedFiles();
    expect(changed).toContain("src/operations/grants.ts");
    expect([...project.snapshot().keys()]).not.toContain("src/operations/grants.ts");
  });
});
