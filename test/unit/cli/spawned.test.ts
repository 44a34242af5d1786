import { spawn, type ChildProcess } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { project, put } from "./terminal.js";

const program = fileURLToPath(new URL("../../../generator/bin/clientwright.mjs", import.meta.url));
const built = existsSync(fileURLToPath(new URL("../../../generator/dist/cli/main.js", import.meta.url)));

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

function start(cwd: string, argv: readonly string[], file = program): Started {
  const child = spawn(process.execPath, [file, ...argv], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<Awaited<Started["ended"]>>((resolve) => {
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended };
}

describe.skipIf(!built)("the built program (skipped while there is none: npm run build)", () => {
  it("generates, and ends with the exit code of the command", async () => {
    const cwd = project();
    expect(await start(cwd, ["generate"]).ended).toMatchObject({ code: 0, stderr: "" });
    expect((await start(cwd, ["generate", "--check"]).ended).code).toBe(0);
    put(cwd, "specs/openapi.yaml", "");
    expect((await start(cwd, ["generate"]).ended).code).toBe(1);
    expect((await start(cwd, ["generate", "--nonsense"]).ended).code).toBe(2);
  });

  it("does not mind a reader that stops early", async () => {
    const operation = { responses: { "204": { description: "Nothing to say, at some length." } } };
    const paths = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [`/things/${index}`, { get: operation }]),
    );
    const cwd = project({
      "large.json": JSON.stringify({ openapi: "3.1.0", info: { title: "Large", version: "1" }, paths }),
    });
    const { child, ended } = start(cwd, ["inspect", "large.json"]);
    child.stdout?.once("data", () => child.stdout?.destroy());
    expect(await ended).toMatchObject({ code: 0, stderr: "" });
  });

  it("ends watching with 0 on Ctrl-C", async () => {
    const { child, ended } = start(project(), ["watch"]);
    child.stderr?.on("data", (text: string) => {
      if (text.includes("Ctrl-C")) child.kill("SIGINT");
    });
    expect(await ended).toMatchObject({ code: 0 });
  });
});

describe("the program before it is built", () => {
  it("says what to do", async () => {
    const cwd = project();
    mkdirSync(join(cwd, "package/bin"), { recursive: true });
    copyFileSync(program, join(cwd, "package/bin/clientwright.mjs"));
    const { code, stderr } = await start(cwd, ["--help"], join(cwd, "package/bin/clientwright.mjs")).ended;
    expect(code).toBe(2);
    expect(stderr).toContain("npm run build");
  });
});
