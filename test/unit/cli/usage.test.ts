import { describe, expect, it } from "vitest";
import { project, Terminal } from "./terminal.js";

describe("help", () => {
  it.each([
    ["--help"],
    ["generate", "--help"],
    ["validate", "-h"],
    ["inspect", "--help"],
    ["watch", "--help"],
    ["help", "watch"],
  ])("%s %s explains itself, with examples and exit codes", async (...argv) => {
    const terminal = new Terminal(project());
    expect(await terminal.run(...argv.filter((argument) => typeof argument === "string"))).toBe(0);
    expect(terminal.stdout).toMatch(/^Usage: clientwright/);
    expect(terminal.stdout).toContain("  $ clientwright ");
    expect(terminal.stdout).toContain("Exit codes: 0 ");
    expect(Math.max(...terminal.stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
    expect(terminal.stderr).toBe("");
  });

  it("names every option that a command has", async () => {
    const terminal = new Terminal(project());
    await terminal.run("generate", "--help");
    for (const option of ["--spec", "--out", "--name", "--check", "--force", "--lenient", "--allow-ref", "--json"]) {
      expect(terminal.stdout).toContain(option);
    }
  });

  it("prints the version", async () => {
    const terminal = new Terminal(project());
    expect(await terminal.run("--version")).toBe(0);
    expect(terminal.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("wrong use", () => {
  it.each([
    ["no command", [], /--help/],
    ["an unknown command", ["genrate"], /Did you mean generate/],
    ["an unknown option", ["generate", "--chek"], /Did you mean --check/],
    ["an option without its value", ["generate", "--spec"], /--spec/],
    ["a missing argument", ["inspect"], /spec/],
    ["an argument too many", ["inspect", "a", "b"], /argument/],
    ["an unknown API", ["generate", "clod"], /Did you mean .cloud/],
    ["an unknown API to watch", ["watch", "other"], /has no API .other/],
    ["--spec without --out", ["generate", "--spec", "specs/openapi.yaml"], /--out/],
    ["--out without --spec", ["generate", "--out", "x"], /--spec/],
    ["--name without --spec", ["generate", "--name", "x"], /--spec/],
    ["--spec beside an API", ["generate", "cloud", "--spec", "a", "--out", "b"], /exclude/],
    ["a name that is no identifier", ["generate", "--spec", "a", "--out", "b", "--name", "a-b"], /camelCase/],
  ])("%s gives exit code 2 and says what to do", async (_, argv, words) => {
    const terminal = new Terminal(project());
    expect(await terminal.run(...argv)).toBe(2);
    expect(terminal.stdout).toBe("");
    expect(terminal.stderr).toMatch(words);
    expect(terminal.stderr).toContain("wrong-use");
    expect(terminal.stderr).not.toMatch(/\n\s+at /);
  });

  it("is told to programs as well", async () => {
    const terminal = new Terminal(project());
    expect(await terminal.json("generate", "clod")).toMatchObject({
      code: 2,
      result: { command: "generate", ok: false, diagnostics: [{ code: "wrong-use" }] },
    });
    expect((await terminal.json()).result).toMatchObject({ command: null, ok: false });
  });

  it("includes running without a configuration", async () => {
    const terminal = new Terminal("/");
    expect(await terminal.run("generate")).toBe(2);
    expect(terminal.stderr).toContain("clientwright.config.ts");
  });

  it("does not include a faulty configuration: that is a problem found", async () => {
    const terminal = new Terminal(
      project({ "clientwright.config.json": `{ "apis": { "cloud": { "spec": "no.yaml" } } }` }),
    );
    const { code, result } = await terminal.json("generate");
    expect(code).toBe(1);
    expect(result).toMatchObject({
      command: "generate",
      ok: false,
      diagnostics: [{ code: "bad-config" }, { code: "bad-config" }],
    });
  });

  it("is reported without letting names steer the terminal", async () => {
    const api = { spec: "\u001b[2Jspec", out: "out", package: "x" };
    const terminal = new Terminal(project({ "clientwright.config.json": JSON.stringify({ apis: { cloud: api } }) }));
    expect(await terminal.run("generate")).toBe(1);
    expect(terminal.stderr).toContain("[2Jspec");
    expect(terminal.stderr).not.toContain("\u001b");
  });
});
