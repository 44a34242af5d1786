import { escapeToken } from "../../load/pointer.js";
import { openapi3 } from "../../load/shapes/openapi-3.js";
import type { Rule } from "../rule.js";

/** In our own specs, a member that the standard does not know is probably a slip. */
export const unknownMember: Rule = {
  code: "unknown-member",
  start: ({ report, names, suggest }) => {
    if (names !== "checked") return {};
    return {
      everyKind: (kind, value, pointer) => {
        const { title, members, others } = openapi3.shapes[kind];
        if (others !== undefined) return;
        for (const name of Object.keys(value)) {
          if (name.startsWith("x-") || name === "$ref" || Object.hasOwn(members, name)) continue;
          const near = suggest(name, () => Object.keys(members));
          report({
            code: "unknown-member",
            message: `The standard knows no \`${name}\` in a ${title}.`,
            help: near === undefined ? "Remove it, or begin its name with `x-`." : `Did you mean \`${near}\`?`,
            pointer: `${pointer}/${escapeToken(name)}`,
            atKey: true,
            reading: "It has no effect.",
          });
        }
      },
    };
  },
};
