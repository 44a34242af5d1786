import { objectMember, textMember } from "../../load/json.js";
import { escapeToken } from "../../load/pointer.js";
import type { Rule } from "../rule.js";

/** In our own specs no two schemas, and no two operations, have names that differ by case only. */
export const namesDifferByCase: Rule = {
  code: "names-differ-by-case",
  start: ({ report, names }) => {
    if (names !== "checked") return {};
    const operations = new Map<string, string>();
    const check = (seen: Map<string, string>, name: string, pointer: string): void => {
      const first = seen.get(name.toLowerCase());
      if (first === undefined) seen.set(name.toLowerCase(), name);
      else if (first !== name) {
        report({
          code: "names-differ-by-case",
          message: `\`${name}\` and \`${first}\` differ in capital letters only.`,
          help: "Give one of the two another name: files of these names would overwrite each other on some machines.",
          pointer,
          atKey: true,
        });
      }
    };
    return {
      operation: (operation, pointer) => {
        const name = textMember(operation, "operationId");
        if (name !== undefined) check(operations, name, `${pointer}/operationId`);
      },
      components: (components, pointer) => {
        const schemas = new Map<string, string>();
        for (const name of Object.keys(objectMember(components, "schemas") ?? {})) {
          check(schemas, name, `${pointer}/schemas/${escapeToken(name)}`);
        }
      },
    };
  },
};
