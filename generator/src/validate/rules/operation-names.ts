import { textMember } from "../../load/json.js";
import { firstWord, operationNameFault, verbs } from "../names.js";
import type { Rule } from "../rule.js";

/** In our own specs every operation has an operationId that is a good function name. */
export const badOperationName: Rule = {
  code: "bad-operation-name",
  start: ({ report, names }) => {
    if (names !== "checked") return {};
    return {
      operation: (operation, pointer) => {
        const name = textMember(operation, "operationId");
        if (name === undefined) {
          report({
            code: "missing-operation-id",
            message: "This operation has no operationId, so its function would have no name.",
            help: "Add an `operationId` of a verb and a noun, such as `listSshKeys`.",
            pointer,
            atKey: true,
          });
          return;
        }
        const fault = operationNameFault(name);
        if (fault !== undefined) {
          const help =
            fault.better === undefined
              ? "Choose a verb and a noun, such as `listSshKeys`."
              : `Write \`${fault.better}\`.`;
          report({
            code: "bad-operation-name",
            message: `The operationId \`${name}\` ${fault.message}.`,
            help,
            pointer: `${pointer}/operationId`,
          });
        }
      },
    };
  },
};

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
