import { isList, typeName } from "../../load/json.js";
import { hasOneOf, spellTypes, statedTypes } from "../json-type.js";
import type { Rule } from "../rule.js";

/** An enum must be a list with at least one value, and its values must have the type that the schema states. */
export const badEnum: Rule = {
  code: "bad-enum",
  start: ({ report }) => ({
    schema: (schema, pointer) => {
      const values = schema["enum"];
      if (values === undefined) return;
      const at = `${pointer}/enum`;
      if (!isList(values)) {
        report({
          code: "bad-enum",
          message: `\`enum\` must be a list of values, but is ${typeName(values)}.`,
          help: "Write it as a list: in YAML, each value on its own line after a `-`.",
          pointer: at,
          reading: "It is read as if it were not there.",
        });
        return;
      }
      if (values.length === 0) {
        report({
          code: "bad-enum",
          message: "`enum` is empty, so that no value would ever do.",
          help: "List the values, or remove `enum`.",
          pointer: at,
          reading: "It is read as if it were not there.",
        });
      }
      const types = statedTypes(schema);
      for (const [index, value] of values.entries()) {
        if (types === undefined || hasOneOf(value, types)) continue;
        report({
          code: "bad-enum",
          message: `The enum value ${JSON.stringify(value)} is not of the type ${spellTypes(types)} that the schema states.`,
          help:
            types.includes("string") && typeof value !== "object"
              ? "Put the value in quotes."
              : "Correct the value, or the `type`.",
          pointer: `${at}/${index}`,
          reading: "The value is kept as it is.",
        });
      }
    },
  }),
};
