import { spawn } from "node:child_process";
import type * as fs from "node:fs";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import { changes, file, generate, put, snapshot, temporaryFolder } from "./folders.js";

/** What happens instead of a move, if anything; counts the moves. */
const moves = vi.hoisted(() => ({ count: 0, fail: (_count: number, _from: string, _to: string): void => undefined }));

vi.mock("node:fs", async (original) => {
  const real = await original<typeof fs>();
  const renameSync = (from: string, to: string): void => {
    moves.count += 1;
    moves.fail(moves.count, from, to);
    real.renameSync(from, to);
  };
  return { ...real, renameSync };
});

afterEach(() => {
  moves.count = 0;
  moves.fail = () => undefined;
});

const first = [file("README.md", "one\n"), file("src/a.ts", "one\n"), file("src/old/b.ts", "one\n")];
const second = [file("README.md", "two\n"), file("src/a.ts", "two\n"), file("src/new/c.ts", "two\n")];
// README.md, src/a.ts, the lock file and src/old/b.ts go away; README.md, src/a.ts, src/new/c.ts and the lock file come.
const movesOfSecond = 8;

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

describe("a move that fails", () => {
  it.each(Array.from({ length: movesOfSecond }, (_, index) => index + 1))(
    "leaves the former output whole: move %i",
    async (nth) => {
      const cwd = temporaryFolder();
      await generate(cwd, "out", first);
      const before = snapshot(cwd);
      moves.count = 0;
      moves.fail = (count) => {
        if (count === nth) throw systemError("EBUSY");
      };
      const failed = await generate(cwd, "out", second);
      expect(failed.diagnostics).toMatchObject([{ code: "cannot-write", severity: "error", file: "out" }]);
      expect(failed.diagnostics[0]?.message).toContain("EBUSY");
      expect(snapshot(cwd)).toEqual(before);
      expect(readdirSync(join(cwd, "out/src")).sort()).toEqual(["a.ts", "old"]);
      expect(readdirSync(cwd)).toEqual(["out"]);

      moves.fail = () => undefined;
      expect((await generate(cwd, "out", second)).codes).toEqual([]);
    },
  );

  it("counts as many moves as the test above takes for granted", async () => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", first);
    moves.count = 0;
    await generate(cwd, "out", second);
    expect(moves.count).toBe(movesOfSecond);
  });

  it("leaves no folder behind where there was none", async () => {
    const cwd = temporaryFolder();
    moves.fail = (count) => {
      if (count === 3) throw systemError("EACCES");
    };
    expect((await generate(cwd, "out", first)).codes).toEqual(["cannot-write"]);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("keeps what it took away when it cannot be put back either, and the next run puts it back", async () => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", first);
    const before = snapshot(join(cwd, "out"));
    moves.count = 0;
    moves.fail = (count) => {
      if (count >= 6) throw systemError("EIO");
    };
    const failed = await generate(cwd, "out", second);
    expect(failed.codes).toEqual(["cannot-restore"]);
    expect(readdirSync(cwd)).toHaveLength(2);

    moves.fail = () => undefined;
    // A run with a conflict writes nothing, but it cleans up first.
    put(cwd, "out/foreign.ts", "mine\n");
    expect((await generate(cwd, "out", [...second, file("foreign.ts", "x\n")])).codes).toEqual(["foreign-file"]);
    expect(snapshot(cwd)).toEqual({
      ...Object.fromEntries(Object.entries(before).map(([path, text]) => [`out/${path}`, text])),
      "out/foreign.ts": "mine\n",
    });
  });
});

describe("a run that is ended while it writes", () => {
  it("cleans up and throws the signal's reason", async () => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", first);
    const before = snapshot(cwd);
    const controller = new AbortController();
    const reason = new Error("Ctrl-C");
    const running = generate(cwd, "out", second, { signal: controller.signal });
    // The first asynchronous step of the run is over when its staging folder is there.
    while (readdirSync(cwd).length < 2) await setTimeout(0);
    controller.abort(reason);
    await expect(running).rejects.toBe(reason);
    expect(snapshot(cwd)).toEqual(before);
    expect(readdirSync(cwd)).toEqual(["out"]);
  });

  it("writes nothing over what somebody else wrote meanwhile", async () => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", first);
    const running = generate(cwd, "out", second);
    while (readdirSync(cwd).length < 2) await setTimeout(0);
    put(cwd, "out/src/new/c.ts", "mine\n");
    const result = await running;
    expect(result.diagnostics).toMatchObject([{ code: "changed-meanwhile", file: "out/src/new/c.ts" }]);
    expect(snapshot(cwd)).toMatchObject({ "out/README.md": "one\n", "out/src/new/c.ts": "mine\n" });
    expect(readdirSync(cwd)).toEqual(["out"]);
  });
});

describe("a run that is killed", () => {
  it("while it writes to the staging folder: the former output is whole, and the next run cleans up", async () => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", first);
    const before = snapshot(join(cwd, "out"));
    const script = fileURLToPath(new URL("endless-run.ts", import.meta.url));
    const jiti = fileURLToPath(new URL("../../../node_modules/jiti/lib/jiti-cli.mjs", import.meta.url));
    const child = spawn(process.execPath, [jiti, script, cwd], { stdio: ["ignore", "ignore", "inherit"] });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    const staged = (): string | undefined =>
      readdirSync(cwd).find(
        (name) => name.startsWith(".clientwright-") && existsSync(join(cwd, name, "new/src/20.ts")),
      );
    while (staged() === undefined && child.exitCode === null) await setTimeout(1);
    child.kill("SIGKILL");
    await ended;
    expect(staged()).toBeTypeOf("string");
    expect(snapshot(join(cwd, "out"))).toEqual(before);

    expect((await generate(cwd, "out", first)).report).toMatchObject({ fresh: true });
    expect(readdirSync(cwd)).toEqual(["out"]);
  });

  it("among the moves: the next run undoes them before it looks at anything", async () => {
    const cwd = temporaryFolder();
    await generate(cwd, "out", first);
    const before = snapshot(join(cwd, "out"));
    // What a run leaves that is killed after taking two files away, and putting one back and a new one.
    const staging = join(cwd, ".clientwright-out-999999999-1");
    const journal = {
      madeFolder: false,
      added: ["src/new/c.ts", "src/new/d.ts"],
      taken: ["README.md", "src/a.ts", "src/old/b.ts"],
    };
    put(staging, "journal.json", JSON.stringify(journal));
    put(staging, "old/README.md", "one\n");
    put(staging, "old/src/a.ts", "one\n");
    put(staging, "new/src/a.ts", "two\n");
    put(staging, "new/src/new/d.ts", "two\n");
    put(cwd, "out/README.md", "two\n");
    put(cwd, "out/src/new/c.ts", "two\n");
    const { report } = await generate(cwd, "out", first);
    expect(changes(report)).toEqual([]);
    expect(snapshot(join(cwd, "out"))).toEqual(before);
    expect(readdirSync(cwd)).toEqual(["out"]);
  });

  it("leaves the staging folders of runs that are still alive, and of other output folders", async () => {
    const cwd = temporaryFolder();
    const others = [
      `.clientwright-out-${process.ppid}-1`,
      ".clientwright-other-999999999-1",
      ".clientwright-out-notes",
    ];
    for (const name of others) mkdirSync(join(cwd, name));
    await generate(cwd, "out", first);
    expect(readdirSync(cwd).sort()).toEqual([...others, "out"].sort());
  });
});
