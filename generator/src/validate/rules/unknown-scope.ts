import { listMember } from "../../load/json.js";
import { escapeToken } from "../../load/pointer.js";
import { listedScopes } from "../scopes.js";
import type { Rule } from "../rule.js";

/** In our own specs an operation asks only for scopes that its scheme lists. */
export const unknownScope: Rule = {
  code: "unknown-scope",
  start: ({ report, names, root, suggest }) => {
    if (names !== "checked") return {};
    const listed = listedScopes(root);
    return {
      securityRequirement: (requirement, pointer) => {
        for (const [scheme, known] of listed) {
          for (const [index, scope] of (listMember(requirement, scheme) ?? []).entries()) {
            if (typeof scope !== "string" || known.includes(scope)) continue;
            const near = suggest(scope, () => known);
            report({
              code: "unknown-scope",
              message: `The scheme \`${scheme}\` has no scope \`${scope}\`.`,
              help: near === undefined ? "Add it to the scopes of the scheme." : `Did you mean \`${near}\`?`,
              pointer: `${pointer}/${escapeToken(scheme)}/${index}`,
            });
          }
        }
      },
    };
  },
};
