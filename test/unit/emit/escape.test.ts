import { ts } from "ts-morph";
import { describe, expect, it } from "vitest";
import { code, Code } from "../../../generator/src/emit/code.js";
import {
  access,
  commentText,
  identifier,
  link,
  literal,
  markdownCode,
  markdownText,
  memberName,
  propertyName,
  quoted,
  templateText,
} from "../../../generator/src/emit/escape.js";
import { render } from "../../../generator/src/emit/templates.js";
import { payloads } from "../../hostile/document.js";

const evil = [
  ...Object.values(payloads),
  "\u0000",
  "\ud800",
  "a".repeat(1000),
  "$",
  "$$ {",
  "\\",
  "\\\\${",
  "</script>",
];

/** What the text of an expression is worth. Only ever used on what came through the door. */
function value(expression: string): unknown {
  const { outputText } = ts.transpileModule(`export default ${expression};`, {
    compilerOptions: { module: ts.ModuleKind.CommonJS },
  });
  const module: { default?: unknown } = {};
  new Function("exports", outputText)(module);
  return module.default;
}

describe("the door gives code that means the text", () => {
  it.each(evil)("as a string: %j", (text) => expect(value(quoted(text).text)).toBe(text));
  it.each(evil)("as a template: %j", (text) => expect(value(`\`${templateText(text).text}\``)).toBe(text));
  it.each(evil)("as a member: %j", (text) => {
    const object = value(`({ ${memberName(text).text}: 1 })`) as object;
    expect(Object.entries(object)).toEqual([[text, 1]]);
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
  });
  it("as any JSON value", () => {
    const json = { a: [1, -0.5, true, null, { "b c": evil }], ["__proto__"]: { d: 1 } };
    expect(value(`(${literal(json).text})`)).toEqual(json);
  });
});

describe("the door keeps text where it belongs", () => {
  it.each(evil)("in a comment: %j", (text) => {
    const file = ts.createSourceFile("x.ts", `/** ${commentText(text).text} */\nlet a;`, ts.ScriptTarget.ES2022);
    expect(file.statements).toHaveLength(1);
  });
  it.each(evil)("in a line of Markdown: %j", (text) => {
    for (const { text: line } of [markdownText(text), markdownCode(text)]) expect(line).not.toMatch(/[\n\r\u2028]/);
    expect(markdownText(text.replaceAll("`", "")).text.replace(/\\./g, "")).not.toMatch(/[<|*_[\]]/);
  });
  it("refuses what is no identifier", () => {
    for (const text of evil) if (!/^[\w$]+$/.test(text)) expect(() => identifier(text)).toThrow("is not an identifier");
  });
  it("links only to the web", () => {
    expect(link("javascript:alert(1)")).toBeUndefined();
    expect(link('https://a.example/x)](y) */ "z')?.text).toBe("https://a.example/x%29%5D%28y%29%20%2A/%20%22z");
  });
});

describe("what needs no quotes gets none", () => {
  it.each([
    [propertyName("page_size"), "page_size"],
    [propertyName("page-size"), '"page-size"'],
    [access(code`input`, "page"), "input.page"],
    [access(code`input`, "page-size"), 'input["page-size"]'],
  ])("%j", (made, expected) => expect(made.text).toBe(expected));
});

describe("templates", () => {
  it("take code, and no plain text", () => {
    const view = { parameters: false, output: new Code("Pet"), members: [code`a: 1`] };
    expect(render("operation.ts.hbs", view).text).toBe("return client.send<Pet>({ a: 1,  }, options);\n");
    const text = "Pet" as unknown as Code;
    expect(() => render("operation.ts.hbs", { ...view, output: text })).toThrow("not text");
    expect(() => render("operation.ts.hbs", { ...view, members: [{ deep: [text] }] })).toThrow("not text");
  });
});
