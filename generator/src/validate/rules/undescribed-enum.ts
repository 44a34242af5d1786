import { listMember } from "../../load/json.js";
import { parsePointer } from "../../load/pointer.js";
import type { Rule } from "../rule.js";

/** In our own specs a list of values is a schema with a name, and each value has a name and a sentence. */
export const undescribedEnum: Rule = {
  code: "undescribed-enum",
  start: ({ report, names }) => {
    if (names !== "checked") return {};
    return {
      schema: (schema, pointer) => {
        const values = listMember(schema, "enum");
        if (values === undefined) return;
        const [home, kind, ...within] = parsePointer(pointer);
        if (home !== "components" || kind !== "schemas" || within.length !== 1) {
          report({
            code: "undescribed-enum",
            message: "This list of values has no name.",
            help: "Make it a schema of its own and refer to it; for a single value, write `const`.",
            pointer: `${pointer}/enum`,
            atKey: true,
          });
        }
        const lacking = ["x-enum-varnames", "x-enum-descriptions"].filter((name) => !Object.hasOwn(schema, name));
        if (lacking.length === 0) return;
        report({
          code: "undescribed-enum",
          message: `This list of values has no ${lacking.map((name) => `\`${name}\``).join(" and no ")}.`,
          help: "Add a name and a sentence for each value, in the order of `enum`.",
          pointer: `${pointer}/enum`,
          atKey: true,
        });
      },
    };
  },
};
