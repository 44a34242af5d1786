// @ts-check
import remapping from "@jridgewell/remapping";
import MagicString from "magic-string";
import { parseAst } from "rolldown/parseAst";

/**
 * Makes a program that was written without white space fit to be shipped: each statement and each member of a class gets
 * a line of its own, so that stack traces can name it. Text in backquotes gets quotes, which V8 reads with less work.
 *
 * @param {string} code
 * @param {import("@jridgewell/remapping").SourceMapInput} map to its sources
 */
export function compact(code, map) {
  const text = new MagicString(code);
  /** @param {any} node @param {boolean} [isTagged] */
  const visit = (node, isTagged = false) => {
    if (node === null || typeof node !== "object") return;
    const { type, start, end } = node;
    if (["Program", "BlockStatement", "ClassBody", "StaticBlock"].includes(type))
      for (const each of node.body) if (each.start > 0) text.appendLeft(each.start, "\n");
    if (type === "TemplateLiteral" && !isTagged && !/["\n\\]|\$\{/.test(code.slice(start, end)))
      text.update(start, start + 1, '"').update(end - 1, end, '"');
    for (const child of Object.values(node)) visit(child, type === "TaggedTemplateExpression" && child === node.quasi);
  };
  visit(parseAst(code));
  const moved = text.generateMap({ hires: "boundary" });
  return {
    code: text.toString(),
    map: remapping([moved.toString(), map], () => null, { excludeContent: true }).toString(),
  };
}
