import { firstWord, operationNameFault, verbs } from "../names.js";
import { operationIds } from "../operation-ids.js";
import type { Rule } from "../rule.js";

/** Operation names begin with a verb. The list of verbs cannot be complete, so this is a warning. */
export const operationWithoutVerb: Rule = {
  code: "operation-without-verb",
  start: ({ report, names }) => {
    if (names !== "checked") return {};
    return {
      operation: (operation, pointer) => {
        for (const { id, pointer: at } of operationIds(operation, pointer)) {
          if (operationNameFault(id) !== undefined || verbs.has(firstWord(id))) continue;
          report({
            code: "operation-without-verb",
            message: `The operationId \`${id}\` does not begin with a verb.`,
            help: "Name operations by what they do: `getProfile`, `listSshKeys`, `rebootInstance`.",
            pointer: at,
          });
        }
      },
    };
  },
};
