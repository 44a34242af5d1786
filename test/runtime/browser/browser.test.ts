import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, type BuildResult } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executable, runInChromium, type BrowserOutcomes } from "./chromium.js";
import { startApi, type Started } from "./server.js";
import { cases } from "./suite.js";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const core = at("../../../runtime/src/index.ts");

/** Makes one script for a browser. What belongs to Node stays outside, where it can be seen. */
async function bundle(entry: string): Promise<BuildResult<{ metafile: true; write: false }>> {
  return build({
    entryPoints: [entry],
    alias: { "@clientwright/runtime": core },
    external: ["node:*"],
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    logLevel: "silent",
  });
}

let api: Started;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("the core", () => {
  it("imports nothing of Node and nothing of other packages", async () => {
    const { metafile, outputFiles } = await bundle(core);
    const outputs = Object.values(metafile.outputs).flatMap(({ imports }) => imports);
    expect(outputs).toEqual([]);
    const inputs = Object.keys(metafile.inputs);
    expect(inputs.length).toBeGreaterThan(30);
    expect(inputs.filter((path) => !/^runtime\/src\/[^/]+\.ts$|^runtime\/src\/auth\/[^/]+\.ts$/.test(path))).toEqual(
      [],
    );
    expect(outputFiles[0]?.text).not.toMatch(/\b(require\(|Buffer\b|node:)/);
  });

  it("is told from the entry for Node, which does import from Node", async () => {
    const { metafile } = await bundle(at("../../../runtime/src/node/index.ts")).catch(() => ({ metafile: undefined }));
    // Either its imports show, or the bundle for a browser cannot be made at all.
    const imports = Object.values(metafile?.outputs ?? {}).flatMap((output) => output.imports);
    expect(metafile === undefined || imports.some(({ path }) => path.startsWith("node:"))).toBe(true);
  });
});

describe("in Node", () => {
  it.each(cases.map(({ name, run }) => [name, run] as const))("%s", async (_, run) => {
    await run(api.url);
  });
});

const isThere = existsSync(executable);
const why = isThere ? "" : ` (skipped: there is no ${executable}; apt-get install chromium)`;

describe.skipIf(!isThere)(`in Chromium${why}`, () => {
  let outcomes: BrowserOutcomes = { page: [], worker: [] };
  beforeAll(async () => {
    const { outputFiles } = await bundle(at("entry.ts"));
    outcomes = await runInChromium(outputFiles[0]?.text ?? "", api.url, 90_000);
  }, 120_000);

  describe.each(["page", "worker"] as const)("in a %s", (place) => {
    it.each(cases.map(({ name }) => name))("%s", (name) => {
      const outcome = outcomes[place].find((each) => each.name === name);
      expect(outcome, "the case was not run").toBeDefined();
      expect(outcome?.error).toBeUndefined();
    });

    it("nothing else went wrong", () => {
      expect(outcomes[place].map(({ name }) => name)).toEqual(cases.map(({ name }) => name));
    });
  });
});
