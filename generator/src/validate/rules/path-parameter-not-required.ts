import { textMember } from "../../load/json.js";
import type { Rule } from "../rule.js";

/** A path parameter must say `required: true`. */
export const pathParameterNotRequired: Rule = {
  code: "path-parameter-not-required",
  start: ({ report }) => ({
    parameter: (value, pointer) => {
      if (textMember(value, "in") !== "path" || value["required"] === true) return;
      report({
        code: "path-parameter-not-required",
        message: `The path parameter \`${textMember(value, "name") ?? ""}\` does not say \`required: true\`.`,
        help: "Add `required: true`: a path without it would be another path.",
        pointer,
        atKey: true,
        reading: "It is read as required.",
      });
    },
  }),
};
