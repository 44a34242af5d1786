// @ts-check
// Makes a client of every document in the corpus and compiles it: `npm run corpus [-- name…] [--keep DIR] [--json]`.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { buildPackages, root } from "./lib/build.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { keep: { type: "string" }, json: { type: "boolean", default: false } },
});
const corpus = process.env["CLIENTWRIGHT_CORPUS"] ?? join(root, "../shared/corpus");
if (!existsSync(join(corpus, "manifest.json"))) {
  console.error(`There is no corpus at ${corpus}. Set CLIENTWRIGHT_CORPUS to a folder with a manifest.json.`);
  process.exit(2);
}

await buildPackages(["runtime", "generator"]);
const { run } = await import("clientwright");
const compilers = ["typescript/package.json", "typescript-7/package.json"].map((manifest) =>
  join(dirname(createRequire(import.meta.url).resolve(manifest)), "bin/tsc"),
);
const work = values.keep ?? mkdtempSync(join(tmpdir(), "corpus-"));
/** @type {{ documents: { name: string, root: string }[] }} */
const { documents } = JSON.parse(readFileSync(join(corpus, "manifest.json"), "utf8"));
const chosen = positionals.length === 0 ? documents : documents.filter(({ name }) => positionals.includes(name));

/** @type {Awaited<ReturnType<typeof attempt>>[]} */
const results = [];
for (const { name, root: file } of chosen) results.push(await attempt(name, join(corpus, name, file)));
if (values.keep === undefined) rmSync(work, { recursive: true, force: true });

const count = (/** @type {string} */ verdict) => results.filter((result) => result.verdict === verdict).length;
const totals = {
  documents: results.length,
  compiled: count("compiled"),
  generated: count("generated"),
  refused: count("refused"),
};
if (values.json) console.log(JSON.stringify({ totals, results }));
else
  console.log(
    `\n${totals.documents} documents: ${totals.compiled} compile with TypeScript 5.9 and 7, ${totals.generated} generated but do not compile, ${totals.refused} refused.`,
  );

/**
 * @param {string} name
 * @param {string} spec
 */
async function attempt(name, spec) {
  const out = join(work, name);
  const started = performance.now();
  const report = await run({
    spec,
    out,
    cwd: corpus,
    kind: "standalone",
    names: "repaired",
    lenient: true,
    allowRefs: [join(corpus, name)],
  });
  const ms = Math.round(performance.now() - started);
  const warnings = report.diagnostics.filter(({ severity }) => severity === "warning").map(({ code }) => code);
  if (!report.ok) {
    const errors = report.diagnostics.filter(({ severity }) => severity === "error");
    return tell({
      name,
      verdict: "refused",
      ms,
      warnings,
      why: errors.map(({ code, message }) => `${code}: ${message}`),
    });
  }
  const errors = compilers.flatMap((tsc) => compile(tsc, out));
  return tell({ name, verdict: errors.length === 0 ? "compiled" : "generated", ms, warnings, why: errors });
}

/**
 * @param {string} tsc
 * @param {string} out
 */
function compile(tsc, out) {
  const options = {
    compilerOptions: {
      noEmit: true, strict: true, skipLibCheck: false, target: "ES2022", lib: ["ES2022", "DOM"], module: "NodeNext", moduleResolution: "NodeNext", types: [],
      noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, verbatimModuleSyntax: true, isolatedDeclarations: true, declaration: true, erasableSyntaxOnly: true,
    },
    include: ["**/*.ts"],
  }; // prettier-ignore
  writeFileSync(join(out, "tsconfig.json"), JSON.stringify(options));
  writeFileSync(join(out, "package.json"), JSON.stringify({ type: "module" }));
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", out, "--pretty", "false"], {
    encoding: "utf8",
    cwd: out,
    maxBuffer: 2 ** 28,
  });
  return stdout.split("\n").filter((line) => line.includes("error TS"));
}

/** @param {{ name: string, verdict: string, ms: number, warnings: string[], why: string[] }} result */
function tell(result) {
  if (!values.json) {
    console.log(`${result.verdict.padEnd(9)} ${String(result.ms).padStart(6)} ms  ${result.name}`);
    for (const line of result.why.slice(0, 3)) console.log(`            ${line}`);
    if (result.why.length > 3) console.log(`            … and ${result.why.length - 3} more`);
  }
  return result;
}
