import { operationIds } from "../operation-ids.js";
import type { Rule } from "../rule.js";

/** Every operationId must be unique in the document. */
export const duplicateOperationId: Rule = {
  code: "duplicate-operation-id",
  start: ({ report }) => {
    const seen = new Map<string, string>();
    return {
      operation: (value, pointer) => {
        for (const { id, pointer: at } of operationIds(value, pointer)) {
          const first = seen.get(id);
          if (first === undefined) {
            seen.set(id, at.slice(0, -"/operationId".length));
            continue;
          }
          report({
            code: "duplicate-operation-id",
            message: `The operationId \`${id}\` is used twice; the other is at \`#${first}\`.`,
            help: "Give one of the two operations another operationId.",
            pointer: at,
            reading: "One of the two gets a number behind its name.",
          });
        }
      },
    };
  },
};
