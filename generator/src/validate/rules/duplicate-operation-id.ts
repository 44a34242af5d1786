import { textMember } from "../../load/json.js";
import type { Rule } from "../rule.js";

/** Every operationId must be unique in the document. */
export const duplicateOperationId: Rule = {
  code: "duplicate-operation-id",
  start: ({ report }) => {
    const seen = new Map<string, string>();
    return {
      operation: (value, pointer) => {
        const id = textMember(value, "operationId");
        if (id === undefined) return;
        const first = seen.get(id);
        if (first === undefined) {
          seen.set(id, pointer);
          return;
        }
        report({
          code: "duplicate-operation-id",
          message: `The operationId \`${id}\` is used twice; the other is at \`#${first}\`.`,
          help: "Give one of the two operations another operationId.",
          pointer: `${pointer}/operationId`,
          reading: "One of the two gets a number behind its name.",
        });
      },
    };
  },
};
