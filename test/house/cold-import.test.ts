import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { decode } from "@jridgewell/sourcemap-codec";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle, programs } from "../../bench/lib/bundle.mjs";
import { builtFiles, installBuilt } from "../../bench/lib/built.mjs";

/** What Node loads when it is first touched; the fetch family alone takes longer than all of a client. */
const lazy = ["fetch", "Request", "Response", "Headers", "FormData", "WebSocket", "EventSource"];

/** Watches these globals while a module loads, and prints those that were touched. */
const watcher = `
const touched = new Set();
for (const name of ${JSON.stringify(lazy)}) {
  Object.defineProperty(globalThis, name, { configurable: true, get: () => void touched.add(name) });
}
await import(process.argv[2]);
console.log(JSON.stringify([...touched]));
`;

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "clientwright-"));
  writeFileSync(join(folder, "watcher.mjs"), watcher);
  await installBuilt(folder);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("loading the Linode client", () => {
  it("touches none of the globals that Node loads late", async () => {
    // As an import of the package does, this runs all its modules and all of the runtime's.
    const { code, files } = await bundle(programs.everything, { treeShaking: false });
    expect(files).toEqual(expect.arrayContaining(["runtime/src/body-encoders.ts", "generated/linode/src/client.ts"]));
    expect(touchedBy(code)).toEqual([]);
  });

  it.each(lazy)("would notice %s", (name) => {
    expect(touchedBy(`export const mine = typeof ${name};`)).toEqual([name]);
  });

  it("takes 10 ms at most", { timeout: 240_000 }, () => {
    const results: { above: number; bound: number }[] = [];
    for (let turn = 0; turn < 8; turn++) {
      const { bare, above } = coldImport("@clientwright/linode");
      results.push({ above, bound: bound(bare) });
      if (results.some((result) => result.above <= result.bound)) return;
    }
    expect.fail(`milliseconds above bare Node: ${JSON.stringify(results)}`);
  });

  it("would be noticed to take longer", () => {
    writeFileSync(join(folder, "slow.mjs"), "const end = performance.now() + 400; while (performance.now() < end);");
    const { bare, above } = coldImport("./slow.mjs", 5);
    expect(above).toBeGreaterThan(bound(bare));
  });

  /** On a machine that is slower than the one the bound is for, where Node alone takes 59 ms, as much more as that takes. */
  function bound(bare: number): number {
    return 10 * Math.max(1, bare / 59);
  }

  function touchedBy(code: string): unknown {
    const file = join(folder, "module.mjs");
    writeFileSync(file, code);
    return JSON.parse(execFileSync(process.execPath, [join(folder, "watcher.mjs"), file], { encoding: "utf8" }));
  }

  /** How long Node takes to start, and how much longer with an import: the quickest of starts that take turns. */
  function coldImport(specifier: string, rounds = 15): { bare: number; above: number } {
    const scripts = { bare: "", own: `import ${JSON.stringify(specifier)};` };
    for (const [name, text] of Object.entries(scripts)) writeFileSync(join(folder, `${name}.mjs`), text);
    const start = (name: keyof typeof scripts): number => {
      const begun = performance.now();
      const { status, stderr } = spawnSync(process.execPath, [join(folder, `${name}.mjs`)], { encoding: "utf8" });
      expect(status, stderr).toBe(0);
      return performance.now() - begun;
    };
    const times = Array.from({ length: rounds }, () => ({ bare: start("bare"), own: start("own") }));
    const bare = Math.min(...times.map((time) => time.bare));
    return { bare, above: Math.min(...times.map((time) => time.own)) - bare };
  }
});

describe("the built packages", () => {
  it("are one file an entry, with a map beside it", () => {
    expect(builtFiles(folder)).toEqual([
      "linode/dist/index.js",
      "linode/dist/index.js.map",
      "runtime/dist/index.js",
      "runtime/dist/index.js.map",
      "runtime/dist/keys/index.js",
      "runtime/dist/keys/index.js.map",
      "runtime/dist/node/index.js",
      "runtime/dist/node/index.js.map",
    ]);
  });

  it("hold what Node needs alone: no doc comments, and one byte a character", () => {
    for (const file of builtFiles(folder).filter((name) => name.endsWith(".js"))) {
      const text = readFileSync(join(folder, "node_modules/@clientwright", file), "utf8");
      expect(text.match(/^\s*\/\*\*.*/gm), file).toBeNull();
      expect(text.match(/.*[^\0-\x7f].*/g), file).toBeNull();
    }
  });

  it("name classes, functions, files and lines in stack traces", () => {
    const program = `
      import { LinodeClient } from "@clientwright/linode";
      try { await new LinodeClient({ token: "x" }).getInstance({ linodeId: ".." }); } catch (error) { console.log(error.stack); }`;
    writeFileSync(join(folder, "trace.mjs"), program);
    const trace = (...options: string[]): string =>
      execFileSync(process.execPath, [...options, join(folder, "trace.mjs")], { encoding: "utf8" });
    expect(trace()).toMatch(/at LinodeClient\.getInstance \(/);
    expect(trace()).toMatch(/at getInstance \(.*linode\/dist\/index\.js:\d+:\d+\)/);
    const line = readFileSync(new URL("../../generated/linode/src/operations/linodes.ts", import.meta.url), "utf8")
      .split("\n")
      .findIndex((text) => text.includes("path`/linode/instances/${"));
    expect(trace("--enable-source-maps")).toContain(`src/operations/linodes.ts:${line + 1}:`);
  });

  it("lead to their sources by their maps", () => {
    for (const file of builtFiles(folder).filter((name) => name.endsWith(".js"))) {
      const path = join(folder, "node_modules/@clientwright", file);
      const lines = readFileSync(path, "utf8").split("\n");
      const map = JSON.parse(readFileSync(`${path}.map`, "utf8")) as Record<"sources" | "names", string[]> & {
        mappings: string;
      };
      const sources = map.sources.map((source) => readFileSync(join(dirname(path), source), "utf8").split("\n"));
      const segments = decode(map.mappings).flatMap((all, line) => all.map((segment) => ({ line, segment })));
      expect(segments.length, file).toBeGreaterThan(500);
      for (const { line, segment } of segments) {
        const [column, source = -1, sourceLine = -1, sourceColumn = -1, name = -1] = segment;
        expect(column, file).toBeLessThanOrEqual(lines[line]?.length ?? -1);
        const original = sources[source]?.[sourceLine]?.slice(sourceColumn).replace(/^void /, "");
        if (segment.length === 5)
          expect(original?.startsWith(map.names[name] ?? "?"), `${file}:${line + 1}`).toBe(true);
      }
    }
  });

  it("have one class of each kind of error, whatever the entry", () => {
    const program = `
      import { ApiError, isSigningError, SigningError } from "@clientwright/runtime";
      import { ApiError as Same } from "@clientwright/linode";
      import { keySigner } from "@clientwright/runtime/keys";
      import { nodeTransport } from "@clientwright/runtime/node";
      try { keySigner({ key: "none", login: "me" }); } catch (error) {
        console.log(error instanceof SigningError, isSigningError(error), Same === ApiError, typeof nodeTransport);
      }`;
    writeFileSync(join(folder, "program.mjs"), program);
    const output = execFileSync(process.execPath, [join(folder, "program.mjs")], { encoding: "utf8" });
    expect(output.trim()).toBe("true true true function");
  });
});
