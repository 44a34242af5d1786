import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { tmpdir } from "node:os";

const require = createRequire(import.meta.url);

/** The strictest settings that generated code is promised to pass. */
export const strictest = {
  noEmit: true,
  strict: true,
  skipLibCheck: false,
  target: "ES2022",
  lib: ["ES2022", "DOM"],
  module: "NodeNext",
  moduleResolution: "NodeNext",
  types: [] as string[],
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitOverride: true,
  verbatimModuleSyntax: true,
  isolatedDeclarations: true,
  declaration: true,
  erasableSyntaxOnly: true,
};

/** Compiles files (path to text) with both compilers and gives their messages; none when all is well. */
export function compile(
  files: ReadonlyMap<string, string>,
  options: Partial<typeof strictest> = {},
  compilers: readonly string[] = ["typescript", "typescript-7"],
): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "clientwright-"));
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const paths = {
      "@clientwright/runtime": [resolve("runtime/src/index.ts")],
      "@clientwright/runtime/keys": [resolve("runtime/src/keys/index.ts")],
      ...Object.fromEntries(
        ["linode", "cloudapi", "ionosenterprise", "decapod"].map((name) => [
          `@clientwright/${name}`,
          [resolve(`generated/${name}/src/index.ts`)],
        ]),
      ),
    };
    const compilerOptions = { ...strictest, ...options, paths, typeRoots: [resolve("node_modules/@types")] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["**/*.ts"] }));
    if (!files.has("package.json")) writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    return compilers.flatMap((name) => messages(name, folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function messages(compiler: string, folder: string): readonly string[] {
  const tsc = join(dirname(require.resolve(`${compiler}/package.json`)), "bin/tsc");
  const { stdout, stderr } = spawnSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], {
    encoding: "utf8",
    cwd: folder,
  });
  return `${stdout}${stderr}`.split("\n").filter((line) => line.trim() !== "");
}
