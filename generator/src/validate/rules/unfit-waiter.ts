import { objectMember, textMember } from "../../load/json.js";
import { escapeToken } from "../../load/pointer.js";
import { calledOperations } from "../called-operations.js";
import { hasMember, replySchemas } from "../members.js";
import type { Rule } from "../rule.js";

/** In our own specs a waiter's message is a member of the reply. Its values are judged when the waiter is made. */
export const unfitWaiter: Rule = {
  code: "unfit-extension",
  start: ({ report, names, root, resolve }) => {
    if (names !== "checked") return {};
    return {
      paths: () => {
        for (const { operation, pointer } of calledOperations(root)) {
          const waiters = objectMember(operation, "x-waiter") ?? {};
          for (const name of Object.keys(waiters)) {
            const message = textMember(objectMember(waiters, name) ?? {}, "message");
            if (message?.startsWith("/") !== true) continue;
            if (replySchemas(operation, resolve).some((schema) => hasMember(schema, message, resolve))) continue;
            report({
              code: "unfit-extension",
              message: "`message` leads to nothing in the reply.",
              help: "Name the member of the reply that says why it failed, or leave `message` out.",
              pointer: `${pointer}/x-waiter/${escapeToken(name)}/message`,
            });
          }
        }
      },
    };
  },
};
