import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import type { Diagnostic, Staged } from "../diagnostics/diagnostic.js";
import { shownPath } from "../shown-path.js";

/** A hand-written module that ships inside a client. */
export interface Extra {
  /** Absolute path of its source. */
  readonly path: string;
  /** Path of the module within the client, without its ending: `extras/cloud-config`. */
  readonly module: string;
  readonly text: string;
  /** The names that it exports. */
  readonly values: readonly string[];
  readonly types: readonly string[];
}

/** What is written by hand for a client. */
export interface Extras {
  readonly modules: readonly Extra[];
  /** A part of the README, in Markdown, and where it was read. */
  readonly guide?: { readonly path: string; readonly text: string };
}

/**
 * Reads what a folder adds to a client: its modules, and `guide.md`, which becomes part of the README.
 */
export function readExtras(folder: string, cwd: string): Staged<Extras> {
  const { value, diagnostics } = readModules(folder, cwd);
  if (value === undefined) return { value, diagnostics };
  const path = join(folder, "guide.md");
  const guide = existsSync(path) ? { path, text: readFileSync(path, "utf8").replaceAll("\r\n", "\n") } : undefined;
  return { value: { modules: value, ...(guide === undefined ? {} : { guide }) }, diagnostics };
}

/**
 * Reads the hand-written modules of a folder, in the order of their names. They are code that somebody has written and
 * named in a configuration, never part of a document; still they may use nothing but the runtime and each other, so
 * that the client keeps to one dependency and no file goes missing.
 */
function readModules(folder: string, cwd: string): Staged<readonly Extra[]> {
  const diagnostics: Diagnostic[] = [];
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .sort((a, b) => (a < b ? -1 : 1));
  const extras = names.map((name): Extra => {
    const path = join(folder, name);
    const text = readFileSync(path, "utf8").replaceAll("\r\n", "\n");
    const source = ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, true);
    for (const specifier of importsOf(source)) {
      if (specifier.text === "@clientwright/runtime" || isSibling(specifier.text, names)) continue;
      diagnostics.push(foreignImport(shownPath(cwd, path), source, specifier));
    }
    return { path, text, module: `extras/${name.slice(0, -".ts".length)}`, ...exportsOf(source) };
  });
  return { value: diagnostics.length > 0 ? undefined : extras, diagnostics };
}

function isSibling(specifier: string, names: readonly string[]): boolean {
  return specifier.startsWith("./") && names.includes(specifier.slice(2).replace(/\.js$/, ".ts"));
}

function importsOf(source: ts.SourceFile): readonly ts.StringLiteral[] {
  const found: ts.StringLiteral[] = [];
  const visit = (node: ts.Node): void => {
    const isFrom = ts.isImportDeclaration(node) || ts.isExportDeclaration(node);
    const specifier = isFrom ? node.moduleSpecifier : isImportCall(node) ? node.arguments[0] : undefined;
    if (specifier !== undefined && ts.isStringLiteral(specifier)) found.push(specifier);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isImportCall(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
}

function exportsOf(source: ts.SourceFile): Pick<Extra, "values" | "types"> {
  const values: string[] = [];
  const types: string[] = [];
  for (const statement of source.statements) {
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
    if (!isExported) continue;
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) types.push(statement.name.text);
    else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
      if (statement.name !== undefined) values.push(statement.name.text);
    } else if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) if (ts.isIdentifier(name)) values.push(name.text);
    }
  }
  return { values, types };
}

function foreignImport(file: string, source: ts.SourceFile, specifier: ts.StringLiteral): Diagnostic {
  const { line, character } = source.getLineAndCharacterOfPosition(specifier.getStart(source));
  return {
    code: "foreign-import",
    severity: "error",
    message: `The extra imports ${JSON.stringify(specifier.text)}, which will not be there in the client.`,
    help: "Import from @clientwright/runtime or from another file of the same folder.",
    file,
    line: line + 1,
    column: character + 1,
    pointer: "",
    frame: "",
  };
}
