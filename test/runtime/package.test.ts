import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import * as runtime from "@clientwright/runtime";

const root = fileURLToPath(new URL("../../runtime/", import.meta.url));
const source = join(root, "src");
const index = join(source, "index.ts");
const entries = ["index.ts", "node/index.ts", "keys/index.ts"];

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

/** The files that index.ts reaches, which are those that self-contained clients carry. */
function reached(from: string, found: Set<string> = new Set()): ReadonlySet<string> {
  if (found.has(from)) return found;
  found.add(from);
  for (const [, specifier = ""] of readFileSync(from, "utf8").matchAll(
    /^(?:import|export) [^;]*?from "([^"]+)";$/gms,
  )) {
    expect(specifier, from).toMatch(/^\.\.?\/.*\.js$/);
    reached(join(from, "..", specifier.replace(/\.js$/, ".ts")), found);
  }
  return found;
}

async function bundle(code: string): Promise<{ text: string; gzip: number }> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: source, loader: "ts" },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    logLevel: "silent",
  });
  const text = outputFiles[0]?.text ?? "";
  return { text, gzip: gzipSync(text, { level: 9 }).length };
}

const oneOperation = `
  import { bearer, path, Service, type Client, type ClientOptions, type RequestOptions, type ServiceDefinition } from "./index.js";
  const acme: ServiceDefinition = {
    name: "acme", version: "1", servers: [{ url: "https://api.acme.example/v4" }],
    credentials: { token: bearer({ option: "token", env: ["ACME_TOKEN"] }) }, security: [["token"]],
    errors: { list: ["errors"], message: ["reason"], field: ["field"] },
  };
  export function createClient(options: ClientOptions = {}): Client { return new Service(acme, options); }
  export async function getApp(client: Client, input: { id: number }, options?: RequestOptions): Promise<unknown> {
    return client.send({ operation: "getApp", method: "GET", path: path\`/apps/\${input.id}\` }, options);
  }`;

describe("the package", () => {
  test("is small: one operation with bearer sign-in, retries, time limits and errors", async () => {
    const { gzip } = await bundle(oneOperation);
    // 4,000 for what every call needs, and the tag that makes its path.
    expect(gzip).toBeLessThanOrEqual(4_400);
  });

  test("gives only what is asked for", async () => {
    expect((await bundle('import "./index.js";')).text).toBe("");
    const { text } = await bundle('import { path } from "./index.js"; console.log(path);');
    expect(text).not.toMatch(/fetch|WeakMap|Paginator/);
    expect((await bundle(oneOperation)).text).not.toMatch(/WeakMap|multipart|subtle|getRandomValues|TransformStream/);
  });

  test("touches no platform object when it is loaded", async () => {
    const { text } = await bundle('export * from "./index.js";');
    const touched: string[] = [];
    const names = [
      "fetch",
      "Request",
      "Response",
      "Headers",
      "FormData",
      "Blob",
      "crypto",
      "ReadableStream",
      "process",
    ];
    const traps = Object.fromEntries(names.map((name) => [name, { get: () => void touched.push(name) }]));
    const globals = Object.create(globalThis, traps) as object;
    const body = text.replace(/export\s*\{[^}]*\};?\s*$/, "");
    new Function("globals", `with (globals) { ${body} }`)(globals);
    expect(touched).toEqual([]);
  });

  test("imports nothing but itself", () => {
    expect(reached(index).size).toBeGreaterThan(30);
    for (const path of reached(index))
      expect(readFileSync(path, "utf8"), path).not.toMatch(/from "node:|require\(|import\(/);
  });

  test("stays under 3,000 lines of code, comments apart, and no file over 400 in all", () => {
    const texts = files(source).map((path) => [path, readFileSync(path, "utf8").trimEnd().split("\n")] as const);
    for (const [path, lines] of texts) expect(lines.length, path).toBeLessThanOrEqual(400);
    const code = texts.flatMap(([, lines]) => lines).filter((line) => !/^\s*(\/\/|\/\*|\*|$)/.test(line));
    expect(code.length).toBeLessThan(3000);
  });

  test("knows its own version", () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    expect(runtime.version).toBe(version);
  });

  test.each([
    ["the DOM", ["lib.es2022.d.ts", "lib.dom.d.ts"], []],
    ["Node", ["lib.es2022.d.ts"], ["node"]],
    ["both", ["lib.es2022.d.ts", "lib.dom.d.ts"], ["node"]],
  ])("compiles with the types of %s", (_, lib, types) => {
    const program = ts.createProgram([index], {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      lib,
      types,
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      verbatimModuleSyntax: true,
      isolatedDeclarations: true,
      declaration: true,
      erasableSyntaxOnly: true,
      skipLibCheck: true,
      noEmit: true,
    });
    const problems = ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText, file: at }) => `${at?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
    expect(problems).toEqual([]);
  });

  test.each(entries)("every public name of %s has a docstring", (entry) => {
    const file = join(source, entry);
    const program = ts.createProgram([file], {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
      types: ["node"],
      noEmit: true,
    });
    const checker = program.getTypeChecker();
    const module = checker.getSymbolAtLocation(program.getSourceFile(file) as ts.Node);
    const names = checker.getExportsOfModule(module as ts.Symbol);
    expect(names.length).toBeGreaterThan(2);
    const bare = names
      .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
      .filter((symbol) => symbol.getDocumentationComment(checker).length === 0)
      .map(({ name }) => name);
    expect(bare).toEqual([]);
  });

  test.each(entries)("so has every member of the interfaces and classes of %s", (entry) => {
    const file = join(source, entry);
    const program = ts.createProgram([file], {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
      types: ["node"],
      noEmit: true,
    });
    const checker = program.getTypeChecker();
    const module = checker.getSymbolAtLocation(program.getSourceFile(file) as ts.Node);
    const bare = checker.getExportsOfModule(module as ts.Symbol).flatMap((named) => {
      const symbol = named.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(named) : named;
      const members = (symbol.declarations ?? []).flatMap((declaration) =>
        ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration) ? [...declaration.members] : [],
      );
      return members.flatMap(({ name }) => {
        // The name of an error is the name of its class.
        if (name === undefined || !ts.isIdentifier(name) || name.text === "name") return [];
        const member = checker.getSymbolAtLocation(name);
        return member?.getDocumentationComment(checker).length === 0 ? [`${symbol.name}.${name.text}`] : [];
      });
    });
    expect(bare).toEqual([]);
  });
});
