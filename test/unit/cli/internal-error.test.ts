import { readdirSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import type * as emitModule from "../../../generator/src/emit/index.js";
import { project, Terminal } from "./terminal.js";

vi.mock("../../../generator/src/emit/index.js", async (original) => ({
  ...(await original<typeof emitModule>()),
  emit: () => {
    throw new TypeError("Cannot read properties of undefined\nsecond line");
  },
}));

describe("an error of the generator itself", () => {
  it("becomes one diagnostic that names the stage, without a stack trace", async () => {
    const cwd = project();
    const terminal = new Terminal(cwd);
    const { code, result } = await terminal.json("generate");
    expect(code).toBe(1);
    expect(result).toMatchObject({
      ok: false,
      diagnostics: [{ code: "internal-error", severity: "error", frame: "" }],
    });
    expect(terminal.stderr).toContain(`in the stage "emit"`);
    expect(terminal.stderr).toContain("report");
    expect(terminal.stderr).not.toMatch(/\n\s+at |second line/);
    expect(readdirSync(cwd)).not.toContain("generated");
  });

  it("has its stack trace with CLIENTWRIGHT_DEBUG=1", async () => {
    const terminal = new Terminal(project(), { env: { CLIENTWRIGHT_DEBUG: "1" } });
    expect(await terminal.run("generate")).toBe(1);
    expect(terminal.stderr).toMatch(/\n\s+at /);
  });
});
