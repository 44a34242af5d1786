import { textMember } from "../../load/json.js";
import { operationNameFault } from "../names.js";
import type { Rule } from "../rule.js";

/** In our own specs an operationId is a good function name. */
export const badOperationName: Rule = {
  code: "bad-operation-name",
  start: ({ report, names }) => {
    if (names !== "checked") return {};
    return {
      operation: (operation, pointer) => {
        const name = textMember(operation, "operationId");
        const fault = name === undefined ? undefined : operationNameFault(name);
        if (fault === undefined) return;
        report({
          code: "bad-operation-name",
          message: `The operationId \`${name}\` ${fault.message}.`,
          help:
            fault.better === undefined
              ? "Choose a verb and a noun, such as `listSshKeys`."
              : `Write \`${fault.better}\`.`,
          pointer: `${pointer}/operationId`,
        });
      },
    };
  },
};
