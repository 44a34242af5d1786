import { objectMember } from "../../load/json.js";
import { calledOperations } from "../called-operations.js";
import type { Rule } from "../rule.js";

/** In our own specs each operation says what failure looks like. */
export const missingErrorReply: Rule = {
  code: "missing-error-reply",
  start: ({ report, names, root }) => {
    if (names !== "checked") return {};
    return {
      paths: () => {
        for (const { operation, pointer } of calledOperations(root)) {
          const replies = objectMember(operation, "responses") ?? {};
          if (Object.hasOwn(replies, "default")) continue;
          report({
            code: "missing-error-reply",
            message: "This operation has no `default` reply.",
            help: "Add the reply for failure, as a reference to the one that all operations share.",
            pointer: Object.hasOwn(operation, "responses") ? `${pointer}/responses` : pointer,
            atKey: true,
          });
        }
      },
    };
  },
};
