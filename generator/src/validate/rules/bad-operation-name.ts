import { operationNameFault } from "../names.js";
import { operationIds } from "../operation-ids.js";
import type { Rule } from "../rule.js";

/** In our own specs an operationId is a good function name. */
export const badOperationName: Rule = {
  code: "bad-operation-name",
  start: ({ report, names }) => {
    if (names !== "checked") return {};
    return {
      operation: (operation, pointer) => {
        for (const { id, pointer: at } of operationIds(operation, pointer)) {
          const fault = operationNameFault(id);
          if (fault === undefined) continue;
          report({
            code: "bad-operation-name",
            message: `The operationId \`${id}\` ${fault.message}.`,
            help:
              fault.better === undefined
                ? "Choose a verb and a noun, such as `listSshKeys`."
                : `Write \`${fault.better}\`.`,
            pointer: at,
          });
        }
      },
    };
  },
};
