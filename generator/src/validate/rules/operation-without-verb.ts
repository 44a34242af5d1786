import { textMember } from "../../load/json.js";
import { firstWord, operationNameFault, verbs } from "../names.js";
import type { Rule } from "../rule.js";

/** Operation names begin with a verb. The list of verbs cannot be complete, so this is a warning. */
export const operationWithoutVerb: Rule = {
  code: "operation-without-verb",
  start: ({ report, names }) => {
    if (names !== "checked") return {};
    return {
      operation: (operation, pointer) => {
        const name = textMember(operation, "operationId");
        if (name === undefined || operationNameFault(name) !== undefined || verbs.has(firstWord(name))) return;
        report({
          code: "operation-without-verb",
          message: `The operationId \`${name}\` does not begin with a verb.`,
          help: "Name operations by what they do: `getProfile`, `listSshKeys`, `rebootInstance`.",
          pointer: `${pointer}/operationId`,
        });
      },
    };
  },
};
