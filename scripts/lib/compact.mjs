// @ts-check
import { decode, encode } from "@jridgewell/sourcemap-codec";
import { parseAst } from "rolldown/parseAst";

/**
 * Makes a program that was written without white space fit to be shipped: each statement and each member of a class gets
 * a line of its own, so that stack traces can name it. Text in backquotes gets quotes, which V8 reads with less work.
 *
 * @param {string} code
 * @param {string} mappings of its source map
 */
export function compact(code, mappings) {
  const { starts, quotes } = places(code);
  const quoted = [...code].map((character, at) => (quotes.has(at) ? '"' : character)).join("");
  /** @type {string[]} */
  const lines = [];
  /** @type {ReturnType<typeof decode>} */
  const mapped = [];
  const segments = decode(mappings);
  let lineStart = 0;
  for (const [index, line] of quoted.split("\n").entries()) {
    const columns = [...line].flatMap((_, column) => (column === 0 || starts.has(lineStart + column) ? [column] : []));
    for (const [part, from] of (columns.length === 0 ? [0] : columns).entries()) {
      const to = columns[part + 1] ?? Infinity;
      const within = (segments[index] ?? []).filter(([column]) => column >= from && column < to);
      for (const segment of within) segment[0] -= from;
      lines.push(line.slice(from, to));
      mapped.push(within);
    }
    lineStart += line.length + 1;
  }
  return { code: lines.join("\n"), mappings: encode(mapped) };
}

/**
 * Where statements and members begin, and where backquotes stand that may as well be quotes.
 *
 * @param {string} code
 */
function places(code) {
  /** @type {Set<number>} */
  const starts = new Set();
  /** @type {Set<number>} */
  const quotes = new Set();
  /** @param {any} node @param {boolean} [isTagged] */
  const visit = (node, isTagged = false) => {
    if (node === null || typeof node !== "object") return;
    const { type, start, end } = node;
    if (["Program", "BlockStatement", "ClassBody", "StaticBlock"].includes(type))
      for (const each of node.body) starts.add(each.start);
    if (type === "TemplateLiteral" && !isTagged && !/["\n\\]|\$\{/.test(code.slice(start, end)))
      quotes.add(start).add(end - 1);
    for (const child of Object.values(node)) visit(child, type === "TaggedTemplateExpression" && child === node.quasi);
  };
  visit(parseAst(code));
  return { starts, quotes };
}
