import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { findConfig, loadConfig } from "../../../generator/src/config/index.js";

/** A project with these files. */
function project(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "clientwright-test-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const cloud = { spec: "specs/cloud.yaml", out: "generated/cloud", package: "@example/cloud" };
const typescript = (config: unknown): string => `
import { defineConfig } from "clientwright";
interface Unused { readonly member: string }
export default defineConfig(${JSON.stringify(config)});
`;

/** Loads a configuration of this content from a project with one spec. */
async function load(config: unknown, name = "clientwright.config.json") {
  const folder = project({
    "specs/cloud.yaml": "openapi: 3.1.0",
    [name]: typeof config === "string" ? config : JSON.stringify(config),
  });
  return { folder, ...(await loadConfig(join(folder, name), folder)) };
}

describe("findConfig", () => {
  it("finds the file in the folder itself, or in the nearest above", () => {
    const folder = project({ "clientwright.config.ts": "", "a/b/c/x": "", "a/clientwright.config.json": "" });
    expect(findConfig(folder)).toBe(join(folder, "clientwright.config.ts"));
    expect(findConfig(join(folder, "a/b/c"))).toBe(join(folder, "a/clientwright.config.json"));
  });

  it("prefers TypeScript where there are several", () => {
    const folder = project({ "clientwright.config.json": "", "clientwright.config.ts": "" });
    expect(findConfig(folder)).toBe(join(folder, "clientwright.config.ts"));
  });

  it("finds nothing where there is nothing", () => {
    expect(findConfig(project({ "a/x": "" }))).toBeUndefined();
  });
});

describe("loadConfig", () => {
  it.each([
    ["clientwright.config.ts", typescript({ apis: { cloud } })],
    ["clientwright.config.mts", typescript({ apis: { cloud } })],
    ["clientwright.config.js", `export default ${JSON.stringify({ apis: { cloud } })};`],
    ["clientwright.config.mjs", `export default ${JSON.stringify({ apis: { cloud } })};`],
    ["clientwright.config.json", JSON.stringify({ apis: { cloud } })],
  ])("reads %s, with paths relative to it", async (name, text) => {
    const { folder, value, diagnostics } = await load(text, name);
    expect(diagnostics).toEqual([]);
    expect(value).toEqual({
      file: join(folder, name),
      apis: [
        {
          name: "cloud",
          spec: join(folder, "specs/cloud.yaml"),
          out: join(folder, "generated/cloud"),
          packageName: "@example/cloud",
        },
      ],
    });
  });

  it("keeps the order of the APIs", async () => {
    const { value } = await load({ apis: { zebra: { ...cloud, out: "z" }, alpha: { ...cloud, out: "a" } } });
    expect(value?.apis.map(({ name }) => name)).toEqual(["zebra", "alpha"]);
  });

  it.each([
    ["clientwright.config.json", `{ "apis": `],
    ["clientwright.config.ts", `export default {`],
    ["clientwright.config.ts", `throw new Error("no luck");`],
    ["clientwright.config.ts", `import "./not-there.js"; export default {};`],
  ])("reports a %s that cannot be loaded, without a stack trace: %j", async (name, text) => {
    const { value, diagnostics } = await load(text, name);
    expect(value).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code: "config-not-loaded", severity: "error", file: name }]);
    expect(diagnostics[0]?.message).not.toMatch(/\n|\bat /);
  });

  it.each([
    ["something else than an object", "[]", "bad-config", ""],
    ["no APIs", { apis: {} }, "bad-config", "/apis"],
    ["APIs that are a list", { apis: [cloud] }, "bad-config", "/apis"],
    ["an unknown key", { apis: { cloud }, api: {} }, "unknown-config-key", "/api"],
    ["an unknown key of an API", { apis: { cloud: { ...cloud, "a/b": 1 } } }, "unknown-config-key", "/apis/cloud/a~1b"],
    ["an API that is no object", { apis: { cloud: "specs/cloud.yaml" } }, "bad-config", "/apis/cloud"],
    ["a name that is no identifier", { apis: { "my-cloud": cloud } }, "bad-config", "/apis/my-cloud"],
    ["a missing key", { apis: { cloud: { spec: cloud.spec, out: cloud.out } } }, "bad-config", "/apis/cloud/package"],
    ["a value of a wrong type", { apis: { cloud: { ...cloud, out: 7 } } }, "bad-config", "/apis/cloud/out"],
    [
      "a package name with code in it",
      { apis: { cloud: { ...cloud, package: `x"; evil()` } } },
      "bad-config",
      "/apis/cloud/package",
    ],
    [
      "a spec that is not there",
      { apis: { cloud: { ...cloud, spec: "specs/clod.yaml" } } },
      "missing-spec",
      "/apis/cloud/spec",
    ],
    ["a spec that is a folder", { apis: { cloud: { ...cloud, spec: "specs" } } }, "missing-spec", "/apis/cloud/spec"],
    [
      "an output folder outside",
      { apis: { cloud: { ...cloud, out: "../elsewhere" } } },
      "out-outside-project",
      "/apis/cloud/out",
    ],
    [
      "the project as output folder",
      { apis: { cloud: { ...cloud, out: "." } } },
      "out-outside-project",
      "/apis/cloud/out",
    ],
    [
      "one output folder for two",
      { apis: { one: cloud, two: { ...cloud, out: "./Generated/cloud/" } } },
      "shared-out",
      "/apis/two/out",
    ],
  ])("reports %s", async (_, config, code, pointer) => {
    const { value, diagnostics } = await load(config);
    expect(value).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code, severity: "error", file: "clientwright.config.json", pointer }]);
    expect(diagnostics[0]?.help).not.toBe("");
  });

  it("suggests the key that was probably meant", async () => {
    const { diagnostics } = await load({ apis: { cloud: { ...cloud, pakage: "x" } } });
    expect(diagnostics[0]?.help).toContain("package");
  });

  it("reports everything at once", async () => {
    const { diagnostics } = await load({
      apis: { cloud: { spec: "no.yaml", out: "../out", package: "A B", other: 1 } },
    });
    expect(diagnostics.map(({ code }) => code).sort()).toEqual([
      "bad-config",
      "missing-spec",
      "out-outside-project",
      "unknown-config-key",
    ]);
  });

  it("follows links before it judges whether an output folder is outside", async () => {
    const folder = project({
      "project/specs/cloud.yaml": "",
      "project/clientwright.config.json": JSON.stringify({ apis: { cloud } }),
    });
    symlinkSync("..", join(folder, "project/generated"));
    const { diagnostics } = await loadConfig(join(folder, "project/clientwright.config.json"), folder);
    expect(diagnostics).toMatchObject([{ code: "out-outside-project", file: "project/clientwright.config.json" }]);
  });
});
