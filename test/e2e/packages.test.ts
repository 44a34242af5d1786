import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startExampleServer } from "../support/example-server.mjs";
import { strictest } from "../support/compile.js";

/* What is in the packages, and whether somebody who has nothing else can use them. */

interface Packed {
  readonly name: string;
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

const scratch = mkdtempSync(join(tmpdir(), "clientwright-"));
const modules = join(scratch, "node_modules");
const packed = new Map<string, Packed>();

/** Puts a packed package where an installation would. */
function install(name: string): void {
  const { filename } = packed.get(name) as Packed;
  mkdirSync(join(modules, name), { recursive: true });
  execFileSync("tar", ["-xzf", join(scratch, filename), "-C", join(modules, name), "--strip-components=1"]);
}

beforeAll(() => {
  execFileSync(process.execPath, ["scripts/build.mjs"], { stdio: "pipe" });
  const output = execFileSync(
    "npm",
    [
      "pack",
      "--json",
      "--ignore-scripts",
      "--pack-destination",
      scratch,
      "--workspace",
      "runtime",
      "--workspace",
      "generator",
      "--workspace",
      "generated/linode",
    ],
    { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
  );
  const entries = JSON.parse(output) as readonly Packed[] | Readonly<Record<string, Packed>>;
  for (const entry of Object.values(entries)) packed.set(entry.name, entry);
  // What the packages depend on is taken from here, as there may be no registry; the packages themselves are not.
  mkdirSync(join(modules, "@clientwright"), { recursive: true });
  for (const name of readdirSync("node_modules")) {
    if (name !== "clientwright" && name !== "@clientwright" && !name.startsWith("."))
      symlinkSync(resolve("node_modules", name), join(modules, name));
  }
  for (const name of packed.keys()) install(name);
}, 120_000);

afterAll(() => rmSync(scratch, { recursive: true }));

describe("the packed packages", () => {
  it("hold what they need and nothing else", () => {
    expect([...packed.keys()].sort()).toEqual(["@clientwright/linode", "@clientwright/runtime", "clientwright"]);
    for (const { name, files } of packed.values()) {
      const paths = files.map(({ path }) => path);
      expect(paths, name).toEqual(
        expect.arrayContaining(["package.json", "README.md", "dist/index.js", "dist/index.d.ts", "src/index.ts"]),
      );
      expect(
        paths.filter((path) => !/^(dist|src|bin)\/|^(package\.json|README\.md|LICENSE|clientwright\.json)$/.test(path)),
        name,
      ).toEqual([]);
    }
    const generator = packed.get("clientwright")?.files.map(({ path }) => path) ?? [];
    expect(generator).toEqual(
      expect.arrayContaining([
        "bin/clientwright.mjs",
        "dist/templates/README.md.hbs",
        "dist/runtime-src/index.ts",
        "dist/extensions.schema.json",
      ]),
    );
  });

  it("name no dependency for the runtime", () => {
    const manifest = JSON.parse(readFileSync(join(modules, "@clientwright/runtime/package.json"), "utf8")) as Record<
      string,
      unknown
    >;
    expect(manifest["dependencies"]).toBeUndefined();
  });
});

describe("a user of @clientwright/linode", () => {
  const program = `import { isApiError, LinodeClient } from "@clientwright/linode";
const linode = new LinodeClient({ token: "t", baseUrl: process.argv[2] });
const profile = await linode.getProfile();
const key = await linode.addSshKey({ label: "laptop", ssh_key: "ssh-ed25519 AAAA me" });
const error: unknown = await linode.verifyPhoneNumber({ otp_code: 1 as unknown as string }).catch((reason: unknown) => reason);
console.log(JSON.stringify([profile.username, key.id, isApiError(error) ? error.status : error]));
`;

  it("compiles and runs ten lines against a server", async () => {
    writeFileSync(join(scratch, "package.json"), '{ "type": "module" }');
    writeFileSync(join(scratch, "program.ts"), program);
    const options = { ...strictest, noEmit: false, declaration: false, isolatedDeclarations: false, types: ["node"] };
    writeFileSync(join(scratch, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["program.ts"] }));
    for (const compiler of ["typescript", "typescript-7"]) {
      const { stdout } = spawnSync(process.execPath, [join(modules, compiler, "bin/tsc"), "-p", scratch], {
        encoding: "utf8",
      });
      expect(stdout).toBe("");
    }
    const server = await startExampleServer("specs/linode/openapi.yaml", { token: "t" });
    try {
      const output = await execute([join(scratch, "program.js"), server.url]);
      expect(JSON.parse(output)).toEqual(["exampleUser", 42, 400]);
    } finally {
      await server.close();
    }
  }, 60_000);
});

describe("a user of clientwright", () => {
  it("makes a client of any document, which needs nothing installed", async () => {
    const out = join(scratch, "out");
    const output = await execute([
      join(modules, "clientwright/bin/clientwright.mjs"),
      "generate",
      "--spec",
      resolve("test/golden/inputs/spec.yaml"),
      "--out",
      out,
      "--json",
    ]);
    expect(JSON.parse(output)).toMatchObject({ ok: true });
    expect(readdirSync(out).sort()).toEqual([
      "README.md",
      "api.ts",
      "client.ts",
      "clientwright.json",
      "clientwright.lock.json",
      "index.ts",
      "models.ts",
      "operations",
      "runtime",
      "schema.d.ts",
    ]);
    writeFileSync(join(out, "tsconfig.json"), JSON.stringify({ compilerOptions: strictest, include: ["**/*.ts"] }));
    writeFileSync(join(out, "package.json"), '{ "type": "module" }');
    for (const compiler of ["typescript", "typescript-7"]) {
      const { stdout } = spawnSync(process.execPath, [join(modules, compiler, "bin/tsc"), "-p", out], {
        encoding: "utf8",
      });
      expect(stdout).toBe("");
    }
  }, 60_000);
});

/** Runs a program beside this one, which may be its server, and gives what it prints. */
async function execute(command: readonly string[]): Promise<string> {
  const { execFile } = await import("node:child_process");
  return new Promise((done, fail) => {
    execFile(process.execPath, [...command], { cwd: scratch }, (error, stdout, stderr) => {
      if (error === null) done(stdout);
      else fail(new Error(`${error.message}\n${stderr}`));
    });
  });
}
