import { operationIds } from "../operation-ids.js";
import type { Rule } from "../rule.js";

/** In our own specs every operation has an operationId. */
export const missingOperationId: Rule = {
  code: "missing-operation-id",
  start: ({ report, names }) => {
    if (names !== "checked") return {};
    return {
      operation: (operation, pointer) => {
        if (operationIds(operation, pointer).length > 0) return;
        report({
          code: "missing-operation-id",
          message: "This operation has no operationId, so its function would have no name.",
          help: "Add an `operationId` of a verb and a noun, such as `listSshKeys`.",
          pointer,
          atKey: true,
        });
      },
    };
  },
};
