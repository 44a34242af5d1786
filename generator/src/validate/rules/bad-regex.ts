import { textMember } from "../../load/json.js";
import type { Rule } from "../rule.js";

/** A pattern should be a regular expression that JavaScript understands. It is compiled here and never run. */
export const badRegex: Rule = {
  code: "bad-regex",
  start: ({ report }) => ({
    schema: (schema, pointer) => {
      const pattern = textMember(schema, "pattern");
      if (pattern === undefined || compiles(pattern, "u") || compiles(pattern, "")) return;
      report({
        code: "bad-regex",
        message: `The pattern \`${pattern}\` is not a regular expression of JavaScript (ECMA-262).`,
        help: "Rewrite it without what other languages add, such as `(?i)`, `\\A` or possessive quantifiers.",
        pointer: `${pointer}/pattern`,
      });
    },
  }),
};

function compiles(pattern: string, flags: string): boolean {
  try {
    new RegExp(pattern, flags);
    return true;
  } catch {
    return false;
  }
}
