import { YAMLException } from "js-yaml";
import { maxDepth } from "./limits.js";
import type { ParseFault } from "./parse-text.js";
import type { Position } from "./positions.js";

/** Reads the parser's words on a text: its reason, and a cure where the reason alone does not suggest one. */
export function yamlFault(error: unknown, text: string): ParseFault {
  if (!(error instanceof YAMLException)) {
    return { code: "syntax", message: "The text cannot be read as YAML or JSON.", help: cures.default };
  }
  const reason = error.reason;
  const position = positionOf(error, text);
  if (/depth|nesting/i.test(reason)) {
    return {
      code: "too-deep",
      message: `The document is nested deeper than ${maxDepth} levels.`,
      help: cures.deep,
      position,
    };
  }
  if (reason.includes("duplicated mapping key")) {
    const start = error.mark?.position ?? 0;
    const key = /^["']?([^"':\n]{1,80})/.exec(text.slice(start, start + 100))?.[1];
    const named = key === undefined ? "A key" : `The key \`${key.trim()}\``;
    return {
      code: "duplicate-key",
      message: `${named} stands twice in the same object.`,
      help: cures.duplicate,
      position,
    };
  }
  return { code: "syntax", message: `The text is not well-formed: ${reason}.`, help: cureFor(reason), position };
}

const cures = {
  default: "Check the lines around this place: indentation, quotes, brackets and colons.",
  deep: "Name the inner parts under `components` and refer to them with `$ref`.",
  duplicate: "Remove one of the two, or give it another name.",
} as const;

function cureFor(reason: string): string {
  if (/tab/i.test(reason)) return "Indent with spaces: YAML does not allow tabs there.";
  if (/deficient/i.test(reason))
    return "Close the bracket or brace that was opened above, or indent this line further.";
  if (/indent/i.test(reason))
    return "Line this entry up with its neighbours: entries of one object start in one column.";
  if (/tag/i.test(reason))
    return "Remove the tag (the word that begins with `!`): an OpenAPI document holds plain JSON values only.";
  if (/alias/i.test(reason))
    return "Define the anchor (`&name`) before it is used, or quote the value if the star is meant as text.";
  return cures.default;
}

/** The parser points behind a quote, a star or an ampersand; readers look for the sign itself. */
function positionOf({ mark }: YAMLException, text: string): Position {
  if (mark === undefined) return { line: 1, column: 1 };
  const isBehindSign = mark.column > 0 && /["'*&]/.test(text[mark.position - 1] ?? "");
  return { line: mark.line + 1, column: mark.column + (isBehindSign ? 0 : 1) };
}
