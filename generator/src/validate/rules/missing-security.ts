import { calledOperations } from "../called-operations.js";
import { listedScopes } from "../scopes.js";
import type { Rule } from "../rule.js";

/** In our own specs each operation says which scopes it needs, where there are any. */
export const missingSecurity: Rule = {
  code: "missing-security",
  start: ({ report, names, root }) => {
    if (names !== "checked") return {};
    return {
      paths: () => {
        if (listedScopes(root).size === 0) return;
        for (const { operation, pointer } of calledOperations(root)) {
          if (Object.hasOwn(operation, "security")) continue;
          report({
            code: "missing-security",
            message: "This operation does not say which scopes it needs.",
            help: "Add `security` with the scopes; `security: []` if it needs no sign-in.",
            pointer,
            atKey: true,
          });
        }
      },
    };
  },
};
