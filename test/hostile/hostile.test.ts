import { ts } from "ts-morph";
import { describe, expect, it } from "vitest";
import { compile } from "../support/compile.js";
import { generate, withFile } from "../support/generate.js";
import { hostileDocument, payloads } from "./document.js";

/*
 * A document is untrusted. Each of these puts one text into every place of a document and looks at the syntax of what
 * comes out: the text may stand in strings and comments, and nowhere else.
 */
describe("the test itself", () => {
  it("notices code that a document brought in", () => {
    expect(foreignCode("x.ts", "PWNED();")).toHaveLength(2);
    expect(foreignCode("x.ts", "export const a = `${PWNED()}`;")).not.toEqual([]);
    expect(foreignCode("x.ts", "/** */ PWNED(); /* */")).not.toEqual([]);
    expect(foreignCode("x.ts", "export const a = { [PWNED]: 1 };")).not.toEqual([]);
    expect(foreignCode("x.ts", 'export const a = "PWNED();";')).toEqual([]);
  });
});

describe.each(Object.entries(payloads))("hostile text: %s", (_, text) => {
  it("stays in strings and comments, and the client compiles", async () => {
    const files = await withFile(hostileDocument(text), (file) => generate(file, { kind: "package" }));
    const sources = [...files].filter(([path]) => path.endsWith(".ts"));
    expect(sources.length).toBeGreaterThan(4);
    for (const [path, source] of sources) expect(foreignCode(path, source), path).toEqual([]);
    expect(
      [...files.keys()].filter((path) => !/^(src\/((operations|resources)\/)?)?[\p{L}\d.-]+$/u.test(path)),
    ).toEqual([]);
    for (const path of ["package.json", "clientwright.json"])
      expect(() => JSON.parse(files.get(path) ?? "") as unknown, path).not.toThrow();
    // One compiler is enough here: the golden tests run both.
    expect(compile(new Map(sources), {}, ["typescript-7"])).toEqual([]);
  }, 120_000);
});

/** Statements and calls that no generated file has. */
function foreignCode(path: string, source: string): readonly string[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.ES2022, true);
  const { parseDiagnostics } = file as ts.SourceFile & { readonly parseDiagnostics: readonly ts.Diagnostic[] };
  const found = parseDiagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  for (const statement of file.statements)
    if (!isDeclaration(statement)) found.push(`statement: ${statement.getText()}`);
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && !isKnown(node.expression)) found.push(`call: ${node.getText()}`);
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() !== "path") found.push(`tag: ${node.getText()}`);
    if (ts.isTemplateSpan(node) && !isKnownHole(node.expression)) found.push(`hole: ${node.getText()}`);
    if (ts.isComputedPropertyName(node) && node.getText() !== '["__proto__"]')
      found.push(`computed: ${node.getText()}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isDeclaration(node: ts.Statement): boolean {
  if (ts.isExpressionStatement(node)) return false;
  return [
    ts.isImportDeclaration,
    ts.isExportDeclaration,
    ts.isInterfaceDeclaration,
    ts.isTypeAliasDeclaration,
    ts.isFunctionDeclaration,
    ts.isClassDeclaration,
    ts.isVariableStatement,
  ].some((is) => is(node));
}

/** What generated code calls: functions by their name, and methods of what it knows. No document gets one called PWNED. */
function isKnown(called: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(called)) return name.test(called.getText());
  const { expression: owner, name: method } = called;
  if (method.text === "catch" || method.text === "map") return isOwnList(owner);
  // What a resource does is a method of the runtime's class.
  if (owner.kind === ts.SyntaxKind.ThisKeyword) return resourceMethods.includes(method.text);
  return /^(client\.send|\w+Login\d*\.(logout|adopt)|page\.reply\.headers\.get)$/.test(
    called.getText().replace(/\s+/g, ""),
  );
}

/** What came from a call of ours, or a member of it. */
function isOwnList(owner: ts.Expression): boolean {
  if (ts.isCallExpression(owner)) return isKnown(owner.expression);
  if (ts.isPropertyAccessExpression(owner) || ts.isElementAccessExpression(owner)) return isOwnList(owner.expression);
  return ts.isIdentifier(owner) && owner.text === "list";
}

const resourceMethods = ["attribute", "setAttributes", "get", "saveWith", "attributeToSend", "wholeToSend", "learn", "sameOrOther", "forget"]; // prettier-ignore

/** A value in the template of a path: an input, a local taken from one, or a setting; in the style of a function if need be. */
function isKnownHole(value: ts.Expression): boolean {
  const text = value.getText();
  if (ts.isIdentifier(value)) return isTakenFromInput(value);
  return ts.isCallExpression(value) || /^(input(\.|\[)|client\.settings\?\.\[)/.test(text);
}

/** Whether the function declares the name as a member of its input. */
function isTakenFromInput(local: ts.Identifier): boolean {
  const within = ts.findAncestor(local, ts.isFunctionDeclaration);
  return [...(within?.body?.statements ?? [])]
    .flatMap((statement) => (ts.isVariableStatement(statement) ? [...statement.declarationList.declarations] : []))
    .filter(({ initializer }) => initializer?.getText() === "input")
    .some(
      ({ name: taken }) =>
        ts.isObjectBindingPattern(taken) && taken.elements.some((element) => element.name.getText() === local.text),
    );
}

const name = /^(?!PWNED$)(super|[\p{ID_Start}_$][\p{ID_Continue}$]*)$/u;
