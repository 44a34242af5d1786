import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import { describe, expect, it } from "vitest";

/** What each part of the generator may import, beside itself. Type imports count as well. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  diagnostics: [],
  load: ["diagnostics", "shown-path"],
  validate: ["load", "diagnostics", "assets"],
  ir: ["load", "diagnostics"],
  emit: ["ir", "output/output-file", "assets"],
  "schema-types": ["load", "ir", "diagnostics", "output/output-file"],
  output: ["diagnostics", "shown-path"],
  extras: ["diagnostics", "shown-path"],
  config: ["diagnostics", "shown-path"],
  assets: [],
  "shown-path": [],
  stages: ["diagnostics"],
  run: ["load", "validate", "ir", "emit", "schema-types", "extras", "output", "diagnostics", "stages", "shown-path"],
  cli: ["run", "stages", "config", "load", "validate", "ir", "output", "diagnostics", "shown-path", "index"],
  index: ["run", "stages", "config", "load", "validate", "ir", "emit", "output", "diagnostics", "cli", "shown-path"],
};

/** Packages that only one part of the generator knows. */
const packages: Readonly<Record<string, readonly string[]>> = {
  "js-yaml": ["load"],
  "ts-morph": ["emit", "schema-types"],
  handlebars: ["emit"],
  prettier: ["output"],
  "openapi-typescript": ["schema-types"],
  ajv: ["validate"],
  commander: ["cli"],
  jiti: ["config"],
};

const root = "generator/src";
const sources = filesIn(root);

describe("the generator", () => {
  it("imports only downwards", () => {
    const offences = sources.flatMap((path) =>
      importsOf(path)
        .filter((specifier) => !mayImport(relative(root, path), specifier))
        .map((specifier) => `${path} imports ${specifier}`),
    );
    expect(offences).toEqual([]);
  });

  it("has no file of more than 400 lines", () => {
    expect(sources.filter((file) => readFileSync(file, "utf8").split("\n").length - 1 > 400)).toEqual([]);
  });

  it("has run.ts as the only file that knows all stages", () => {
    const stages = ["load", "validate", "ir", "emit", "output"];
    const knowing = sources.filter((file) => {
      const targets = importsOf(file).map(
        (specifier) => posix.join(posix.dirname(relative(root, file)), specifier).split("/")[0],
      );
      return stages.every((stage) => targets.includes(stage));
    });
    expect(knowing).toEqual([`${root}/run.ts`]);
  });
});

describe("the runtime", () => {
  const core = reachable("runtime/src/index.ts");

  it("imports nothing but itself", () => {
    for (const file of core)
      expect(
        importsOf(file).filter((specifier) => !specifier.startsWith(".")),
        file,
      ).toEqual([]);
    expect(core.length).toBeGreaterThan(5);
  });
});

describe("generated code", () => {
  const layers = ["enums", "models", "api", "filters", "operations", "paginators", "waiters", "pollers", "resources", "oauth", "client", "extras", "index"]; // prettier-ignore
  const files = filesIn("generated").filter(
    (file) => /generated\/[^/]+\/src\/.*\.ts$/.test(file) && !file.endsWith(".d.ts"),
  );

  it("imports the runtime and the layers below", () => {
    const offences = files.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => !isBelow(file, specifier))
        .map((specifier) => `${file} imports ${specifier}`),
    );
    expect(files.length).toBeGreaterThan(5);
    expect(offences).toEqual([]);
  });

  function isBelow(file: string, specifier: string): boolean {
    if (specifier === "@clientwright/runtime") return true;
    const inPackage = file.replace(/^generated\/[^/]+\/src\//, "");
    const target = layers.indexOf(partOf(posix.join(posix.dirname(inPackage), specifier).replace(/\.js$/, "")));
    const own = layers.indexOf(partOf(inPackage));
    // Things lead to one another, and modules written by hand may share what they like.
    return target >= 0 && (target < own || (target === own && /^(resources|extras)$/.test(layers[own] ?? "")));
  }
});

function mayImport(file: string, specifier: string): boolean {
  const own = partOf(file);
  if (specifier.startsWith(".")) {
    const target = posix.join(posix.dirname(file), specifier).replace(/\.js$/, "");
    return (
      partOf(target) === own || (allowed[own] ?? []).some((part) => target === part || target.startsWith(`${part}/`))
    );
  }
  const name = specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
  return (packages[name] ?? [own]).includes(own);
}

/** The part of the tree that a file belongs to: its first folder, or its own name. */
function partOf(path: string): string {
  return (path.split("/")[0] ?? "").replace(/\.ts$/, "");
}

function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/^(?:import|export)\s(?:[^;]*?\sfrom\s)?"([^"]+)";|\bimport\("([^"]+)"\)/gm)].map(
    ([, fixed, dynamic]) => fixed ?? dynamic ?? "",
  );
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !/node_modules|dist/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** A file and everything that it imports, directly or not. */
function reachable(start: string): readonly string[] {
  const found = [start];
  for (const file of found) {
    for (const specifier of importsOf(file)) {
      const target = join(dirname(file), specifier.replace(/\.js$/, ".ts"));
      if (specifier.startsWith(".") && !found.includes(target)) found.push(target);
    }
  }
  return found;
}
