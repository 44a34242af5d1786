import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/*
 * How a coverage map names a test: `<file below test/>: <title>`.
 *
 * - The title is the text of the test's first argument as it stands in the source, of a table (`it.each`) with its
 *   placeholders: `%s` stands for itself.
 * - Where a file has the title more than once, the titles of the groups around it go in front: `group > title`.
 * - A single row of a table follows in square brackets: `%s [getInfo]`. Its text has to stand in quotes in the same file,
 *   unless the file is one of `tables` in the test of the maps, whose rows come from a list of the package.
 * - Tests that do not run (`skip`, `todo`, `fails`) are none. Those that are skipped where something is absent are.
 */

/** A test as its source has it. */
export interface Title {
  readonly title: string;
  /** The titles of the groups around it, and its own. */
  readonly full: string;
}

/** The tests of a file. */
export function titlesOf(path: string): readonly Title[] {
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  const found: Title[] = [];
  const visit = (node: ts.Node, groups: readonly string[]): void => {
    const named = ts.isCallExpression(node) ? nameOf(node) : undefined;
    if (named?.kind === "test") found.push({ title: named.title, full: [...groups, named.title].join(" > ") });
    const inner = named?.kind === "group" ? [...groups, named.title] : groups;
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  visit(source, []);
  return found;
}

/** All test files, as paths below `folder`. */
export function testFilesIn(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.map((name) => name.replaceAll("\\", "/")).filter((name) => name.endsWith(".test.ts"));
}

/** Whether a test of this name is there; what is wrong otherwise. */
export function faultOf(folder: string, name: string, rowsOf: (file: string) => readonly string[]): string | undefined {
  const [, file = "", rest = ""] = /^(\S+\.test\.ts): (.*)$/s.exec(name) ?? [];
  if (file === "") return `"${name}" is not of the form "file.test.ts: title"`;
  const titles = readTitles(join(folder, file));
  if (titles === undefined) return `${file} is missing`;
  const matching = (wanted: string): number =>
    titles.filter(({ title, full }) => title === wanted || full === wanted || full.endsWith(` > ${wanted}`)).length;
  if (matching(rest) === 1) return undefined;
  if (matching(rest) > 1) return `${file} has more than one test "${rest}"`;
  const [, title = "", row = ""] = /^(.*) \[(.*)\]$/s.exec(rest) ?? [];
  if (row === "" || matching(title) !== 1) return `${file} has no test "${rest}"`;
  const text = readFileSync(join(folder, file), "utf8");
  const isThere = rowsOf(file).includes(row) || ['"', "'", "`"].some((quote) => text.includes(quote + row + quote));
  return isThere ? undefined : `the test "${title}" of ${file} has no row "${row}"`;
}

const known = new Map<string, readonly Title[] | undefined>();

function readTitles(path: string): readonly Title[] | undefined {
  if (!known.has(path)) {
    try {
      known.set(path, titlesOf(path));
    } catch {
      known.set(path, undefined);
    }
  }
  return known.get(path);
}

function nameOf(call: ts.CallExpression): { readonly kind: "test" | "group"; readonly title: string } | undefined {
  const [first] = call.arguments;
  if (first === undefined) return undefined;
  const words: string[] = [];
  let callee: ts.Expression = call.expression;
  // `it`, `it.skipIf(…)`, `it.each(…)`: down to the word that it all begins with.
  for (;;) {
    if (ts.isCallExpression(callee)) callee = callee.expression;
    else if (ts.isPropertyAccessExpression(callee)) {
      words.push(callee.name.text);
      callee = callee.expression;
    } else break;
  }
  if (!ts.isIdentifier(callee) || !/^(it|test|describe)$/.test(callee.text)) return undefined;
  // `it.each(table)` itself is a call, but not yet that of the test.
  if (ts.isPropertyAccessExpression(call.expression)) return undefined;
  if (words.some((word) => /^(skip|todo|fails)$/.test(word))) return undefined;
  const title = ts.isStringLiteralLike(first) ? first.text : ts.isTemplateExpression(first) ? first.getText().slice(1, -1) : undefined;
  if (title === undefined) return undefined;
  return { kind: callee.text === "describe" ? "group" : "test", title };
}
