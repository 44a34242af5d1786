import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle, programs } from "../../bench/lib/bundle.mjs";

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

describe("loading the Linode client", () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "clientwright-"));
    writeFileSync(join(folder, "watcher.mjs"), watcher);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("touches none of the globals that Node loads late", async () => {
    // As an import of the package does, this runs all its modules and all of the runtime's.
    const { code, files } = await bundle(programs.everything, { treeShaking: false });
    expect(files).toEqual(expect.arrayContaining(["runtime/src/body-encoders.ts", "generated/linode/src/client.ts"]));
    expect(touchedBy(code)).toEqual([]);
  });

  it.each(lazy)("would notice %s", (name) => {
    expect(touchedBy(`export const mine = typeof ${name};`)).toEqual([name]);
  });

  function touchedBy(code: string): unknown {
    const file = join(folder, "module.mjs");
    writeFileSync(file, code);
    return JSON.parse(execFileSync(process.execPath, [join(folder, "watcher.mjs"), file], { encoding: "utf8" }));
  }
});
